package io.millrace.mq.topology;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the queue of an edge is set.
 *
 * @param name the queue's name at its port; {@code default} is the one that clients of the reference see
 * @param maxMessages bound of messages that wait or are leased
 * @param maxBytes bound of their bytes
 * @param overflow {@code block}, {@code drop-oldest}, {@code drop-newest} or {@code latest-by-key}
 * @param lease how long a taken message may stay unacknowledged
 * @param maxDeliveries after so many leases a message becomes a dead letter
 * @param logFolder folder of the write-ahead log; null when the queue lives in memory only
 */
public record QueueSpec(
        String name,
        int maxMessages,
        long maxBytes,
        String overflow,
        Duration lease,
        int maxDeliveries,
        @Nullable String logFolder) {

    /** One million messages, 256 MiB, the sender waits, leases of 30 s, five deliveries, in memory. */
    public static final QueueSpec DEFAULT =
            new QueueSpec("default", 1_000_000, 256L << 20, "block", Duration.ofSeconds(30), 5, null);
}
