package io.millrace.core.flow;

import java.time.Instant;

/**
 * A chunk and when it was published; one object for all subscribers.
 *
 * @param nanos for its age
 * @param time for the readers
 */
record Published(Chunk chunk, long nanos, Instant time) implements Entry {}
