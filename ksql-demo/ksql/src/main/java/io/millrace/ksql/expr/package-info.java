/** Typed expressions, compiled to run row by row. */
@NullMarked
package io.millrace.ksql.expr;

import org.jspecify.annotations.NullMarked;
