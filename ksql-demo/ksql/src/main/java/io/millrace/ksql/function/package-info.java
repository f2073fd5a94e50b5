/** Scalar, table and aggregate functions. */
@NullMarked
package io.millrace.ksql.function;

import org.jspecify.annotations.NullMarked;
