/** Bounded queues in memory: put, get, lease, acknowledge, dead letters, deduplication, time to live. */
@NullMarked
package io.millrace.mq.queue;

import org.jspecify.annotations.NullMarked;
