package io.millrace.mq.client;

import io.millrace.mq.protocol.Wire;
import java.time.Duration;

/**
 * How a client of the extended protocol behaves.
 *
 * @param timeout before a request is first sent again, at least 1 ms; doubled each time, up to two seconds
 * @param attempts how often a request is sent at most, at least 1
 * @param window how many requests may wait for their replies at once, 1 to 256; with 1, messages of one sender stay in
 *     order even when datagrams are lost
 * @param datagramBytes how long requests and replies may be, 512 to 65507
 * @param patience how long to go on with a full queue
 */
public record QueueClientSettings(Duration timeout, int attempts, int window, int datagramBytes, Duration patience) {

    /** 50 ms at first, twelve attempts (about 15 s), 32 at once, 16 KiB, one minute of patience. */
    public static final QueueClientSettings DEFAULT =
            new QueueClientSettings(Duration.ofMillis(50), 12, 32, 16 << 10, Duration.ofMinutes(1));

    public QueueClientSettings {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout must be at least 1 ms, was " + timeout);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, was " + attempts);
        }
        if (window < 1 || window > Wire.WINDOW) {
            throw new IllegalArgumentException("window must be 1 to " + Wire.WINDOW + ", was " + window);
        }
        if (datagramBytes < 512 || datagramBytes > 65_507) {
            throw new IllegalArgumentException("datagramBytes must be 512 to 65507, was " + datagramBytes);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative, was " + patience);
        }
    }

    public QueueClientSettings withAttempts(Duration first, int most) {
        return new QueueClientSettings(first, most, window, datagramBytes, patience);
    }

    public QueueClientSettings withWindow(int other) {
        return new QueueClientSettings(timeout, attempts, other, datagramBytes, patience);
    }

    public QueueClientSettings withPatience(Duration other) {
        return new QueueClientSettings(timeout, attempts, window, datagramBytes, other);
    }
}
