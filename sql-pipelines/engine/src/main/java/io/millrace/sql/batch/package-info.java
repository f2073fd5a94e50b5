/**
 * Columnar batches: plain arrays, one vector per column. The engine's hot loops read and write them directly, so their
 * fields are public and mutable here, by intent; outside the engine a batch is read only.
 */
@NullMarked
package io.millrace.sql.batch;

import org.jspecify.annotations.NullMarked;
