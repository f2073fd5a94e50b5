package io.millrace.service.stream;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * Bounds of all streams of a service.
 *
 * @param maxReaders readers at the same time, at least 1; one more is refused with 429
 * @param maxReadersPerStream readers of one stream at the same time, at least 1; one more is refused with 429
 * @param writeQueueBytes what may wait in a socket's write queue before writing pauses, at least 1,024
 * @param mergeBytes pending chunks are merged into writes of about this size, at least 1,024
 * @param heartbeat of an SSE stream whose request names none; zero for none
 * @param stallTimeout a reader that takes nothing for so long while there is something for it is cut off, positive
 * @param firstDelivery how long the response's head waits for a first row or failure, zero or more; a failure within
 *     this time still gets a proper status
 * @param allowedOrigins web origins that may open a WebSocket besides the service's own; {@code *} for any
 */
public record StreamSettings(
        int maxReaders,
        int maxReadersPerStream,
        int writeQueueBytes,
        int mergeBytes,
        Duration heartbeat,
        Duration stallTimeout,
        Duration firstDelivery,
        List<String> allowedOrigins) {

    /** What a service has without any configuration. */
    public static final StreamSettings DEFAULT = new StreamSettings(
            10_000,
            10_000,
            64 << 10,
            128 << 10,
            Duration.ofSeconds(15),
            Duration.ofMinutes(30),
            Duration.ofMillis(50),
            List.of());

    public StreamSettings {
        requireNonNull(heartbeat, "heartbeat is null");
        requireNonNull(stallTimeout, "stallTimeout is null");
        requireNonNull(firstDelivery, "firstDelivery is null");
        allowedOrigins = List.copyOf(allowedOrigins);
        atLeast(1, maxReaders, "maxReaders");
        atLeast(1, maxReadersPerStream, "maxReadersPerStream");
        atLeast(1024, writeQueueBytes, "writeQueueBytes");
        atLeast(1024, mergeBytes, "mergeBytes");
        if (heartbeat.isNegative() || firstDelivery.isNegative() || !stallTimeout.isPositive()) {
            throw new IllegalArgumentException("heartbeat %s, firstDelivery %s or stallTimeout %s is out of range"
                    .formatted(heartbeat, firstDelivery, stallTimeout));
        }
    }

    private static void atLeast(int min, int value, String name) {
        if (value < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", was " + value);
        }
    }
}
