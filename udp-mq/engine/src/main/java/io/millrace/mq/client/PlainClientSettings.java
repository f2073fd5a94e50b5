package io.millrace.mq.client;

import java.time.Duration;

/**
 * How long a client of the reference protocol waits.
 *
 * @param timeout for one reply, at least 1 ms
 * @param attempts how often a request is sent at most, at least 1
 */
public record PlainClientSettings(Duration timeout, int attempts) {

    /** Half a second, five times. */
    public static final PlainClientSettings DEFAULT = new PlainClientSettings(Duration.ofMillis(500), 5);

    public PlainClientSettings {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout must be at least 1 ms, was " + timeout);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, was " + attempts);
        }
    }
}
