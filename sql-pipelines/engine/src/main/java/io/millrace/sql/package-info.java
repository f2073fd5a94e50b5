/** The SQL engine as others see it: statements in, running queries out. */
@NullMarked
package io.millrace.sql;

import org.jspecify.annotations.NullMarked;
