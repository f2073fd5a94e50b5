package io.millrace.core.flow;

import static java.util.Objects.requireNonNull;

/**
 * The bound of a {@link QueueSource}.
 *
 * @param overflow what happens when it is full
 * @param capacity records, at least 1
 * @param maxBatch records that one poll gives at most, at least 1
 */
public record QueueSettings(Overflow overflow, int capacity, int maxBatch) {

    public QueueSettings {
        requireNonNull(overflow, "overflow is null");
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1, was " + maxBatch);
        }
    }
}
