package io.millrace.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The bound of what waits for its turn to leave an ordered controller.
 *
 * @param size how many finished packages wait at most, at least 1. When one more would have to, the place of the
 *     missing ones is given up
 * @param maxWait how long a finished package waits at most; zero means for ever. After that the place of those before
 *     it is given up: a gap is reported, what waits leaves, and a package that comes too late is outdated
 */
public record ReorderWindow(int size, Duration maxWait) {

    /** No bound but that of the workers. */
    public static final ReorderWindow UNBOUNDED = new ReorderWindow(Integer.MAX_VALUE, Duration.ZERO);

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
