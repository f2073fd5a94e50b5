package io.millrace.ksql.rest;

import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API.
 *
 * @param host to listen at
 * @param port to listen at; 0 for any that is free
 * @param eventLoops that take connections, at least 1
 * @param token that every request needs, but for health; null for no check
 * @param origins of web pages that may call: {@code https://example.org}, or {@code *} for any
 * @param limits of requests
 * @param push how push queries are given
 */
public record KsqlApiSettings(
        String host, int port, int eventLoops, @Nullable String token, List<String> origins, Limits limits, Push push) {

    /** On the loopback, at any port, without token. */
    public static final KsqlApiSettings LOOPBACK =
            new KsqlApiSettings("127.0.0.1", 0, 2, null, List.of(), Limits.DEFAULT, Push.DEFAULT);

    public KsqlApiSettings {
        origins = List.copyOf(origins);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, was " + port);
        }
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops must be at least 1, was " + eventLoops);
        }
        if (token != null && token.isBlank()) {
            throw new IllegalArgumentException("token must not be blank");
        }
    }

    /** The same at another place. */
    public KsqlApiSettings at(String otherHost, int otherPort) {
        return new KsqlApiSettings(otherHost, otherPort, eventLoops, token, origins, limits, push);
    }

    /** The same with a token. */
    public KsqlApiSettings with(@Nullable String otherToken) {
        return new KsqlApiSettings(host, port, eventLoops, otherToken, origins, limits, push);
    }

    /** The same for other web pages. */
    public KsqlApiSettings with(List<String> otherOrigins) {
        return new KsqlApiSettings(host, port, eventLoops, token, otherOrigins, limits, push);
    }

    /** The same with other limits. */
    public KsqlApiSettings with(Limits otherLimits) {
        return new KsqlApiSettings(host, port, eventLoops, token, origins, otherLimits, push);
    }

    /** The same with push queries given otherwise. */
    public KsqlApiSettings with(Push otherPush) {
        return new KsqlApiSettings(host, port, eventLoops, token, origins, limits, otherPush);
    }

    /**
     * Bounds of requests.
     *
     * @param bodyBytes of a request, and of a row to insert; more is answered 413
     * @param underWay requests that are worked on at a time; one more is answered 429
     * @param pushQueries at a time; one more is answered 429
     * @param writeBytes given to a connection and not yet taken, above which its query waits
     */
    public record Limits(int bodyBytes, int underWay, int pushQueries, int writeBytes) {

        public static final Limits DEFAULT = new Limits(1 << 20, 2_000, 1_000, 64 << 10);

        public Limits {
            if (bodyBytes < 1 || underWay < 1 || pushQueries < 0 || writeBytes < 1) {
                throw new IllegalArgumentException(
                        "bodyBytes %d, underWay %d, pushQueries %d or writeBytes %d is out of range"
                                .formatted(bodyBytes, underWay, pushQueries, writeBytes));
            }
        }
    }

    /**
     * How push queries are given.
     *
     * @param heartbeat how long a stream may be quiet before a sign of life; zero for none
     * @param stall a reader that takes nothing for so long, while rows wait for it, is cut off
     * @param queue of results that wait for a reader
     */
    public record Push(Duration heartbeat, Duration stall, QueueSettings queue) {

        public static final Push DEFAULT =
                new Push(Duration.ofSeconds(10), Duration.ofMinutes(1), new QueueSettings(Overflow.BLOCK, 1_000, 200));

        public Push {
            if (heartbeat.isNegative() || !stall.isPositive()) {
                throw new IllegalArgumentException(
                        "heartbeat %s is negative or stall %s not positive".formatted(heartbeat, stall));
            }
        }
    }
}
