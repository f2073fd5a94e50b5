/**
 * One package within one controller: its live records, and the walk through phases and modules with their timeouts,
 * retries and errors. Knows nothing of queues and order.
 */
@NullMarked
package io.millrace.pipeline.run;

import org.jspecify.annotations.NullMarked;
