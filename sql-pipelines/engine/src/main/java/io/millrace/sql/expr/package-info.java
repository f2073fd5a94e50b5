/**
 * Bound expressions: every name resolved, every type known. The binder makes them, the executor compiles them to
 * kernels.
 */
@NullMarked
package io.millrace.sql.expr;

import org.jspecify.annotations.NullMarked;
