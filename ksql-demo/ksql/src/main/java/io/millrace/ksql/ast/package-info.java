/** Statements and expressions as written. Plain records; every node knows where it stands in the text. */
@NullMarked
package io.millrace.ksql.ast;

import org.jspecify.annotations.NullMarked;
