/**
 * The operators: each receives columnar batches, event-time progress and timer ticks, and pushes what it makes to the
 * next. A chain belongs to one running query and is used by one thread at a time.
 */
@NullMarked
package io.millrace.sql.exec.stage;

import org.jspecify.annotations.NullMarked;
