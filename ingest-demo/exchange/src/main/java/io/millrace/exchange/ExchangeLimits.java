package io.millrace.exchange;

import java.time.Duration;

/**
 * What clients may do. Each is by the client's address.
 *
 * @param connectionsPerSecond connection requests a second
 * @param connectionBurst connection requests at once
 * @param messagesPerSecond messages a second on one connection
 * @param subscriptions connections that may subscribe to the same channel of the same product
 * @param requestsPerSecond requests a second by REST
 * @param requestBurst requests at once by REST
 * @param subscribeWithin a connection that subscribes to nothing for so long is closed
 * @param queueBytes what may wait for a client that reads slowly, before it is cut
 */
public record ExchangeLimits(
        int connectionsPerSecond,
        int connectionBurst,
        int messagesPerSecond,
        int subscriptions,
        int requestsPerSecond,
        int requestBurst,
        Duration subscribeWithin,
        int queueBytes) {

    private static final int QUEUE_BYTES = 4 << 20;
    private static final int UNLIMITED = 1_000_000_000;

    /** As Coinbase has them. */
    public static final ExchangeLimits COINBASE =
            new ExchangeLimits(8, 20, 100, 10, 10, 15, Duration.ofSeconds(5), QUEUE_BYTES);

    /** None but those on time and memory. */
    public static final ExchangeLimits NONE = new ExchangeLimits(
            UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, Duration.ofSeconds(5), QUEUE_BYTES);

    public ExchangeLimits {
        if (Math.min(connectionsPerSecond, connectionBurst) < 1
                || Math.min(messagesPerSecond, subscriptions) < 1
                || Math.min(requestsPerSecond, requestBurst) < 1
                || queueBytes < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
    }

    /** The same with another bound of what waits for a slow client. */
    public ExchangeLimits withQueueBytes(int bytes) {
        return new ExchangeLimits(
                connectionsPerSecond,
                connectionBurst,
                messagesPerSecond,
                subscriptions,
                requestsPerSecond,
                requestBurst,
                subscribeWithin,
                bytes);
    }
}
