package io.millrace.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The bound of what waits for its turn to leave an ordered controller.
 *
 * @param size how many finished packages wait at most without a worker, at least 1. Those beyond keep their worker, so
 *     that a slow first one pushes back to the queue instead of growing memory
 * @param maxWait how long a finished package waits at most; zero means for ever. After that the places before it are
 *     given up: a gap is reported, what waits leaves, and a package that comes too late is outdated
 */
public record ReorderWindow(int size, Duration maxWait) {

    /** 1,024 packages, for ever. */
    public static final ReorderWindow DEFAULT = new ReorderWindow(1_024, Duration.ZERO);

    public ReorderWindow {
        requireNonNull(maxWait, "maxWait is null");
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, was " + size);
        }
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait must not be negative, was " + maxWait);
        }
    }
}
