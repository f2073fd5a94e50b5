package io.millrace.connector.redis;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Where and how a {@link RedisSink} writes.
 *
 * @param rememberRemoved with {@code NEWEST}: how long the time of a removal is kept, so that an older record does not
 *     bring the key back, at least 1 ms
 * @param pipelined records that are sent before the first answer is awaited, 1 to 100,000
 */
public record RedisSinkSettings(RedisConnection connection, RedisOrder order, Duration rememberRemoved, int pipelined) {

    public RedisSinkSettings {
        requireNonNull(connection, "connection is null");
        requireNonNull(order, "order is null");
        if (rememberRemoved.toMillis() < 1) {
            throw new IllegalArgumentException("rememberRemoved must be at least 1 ms, was " + rememberRemoved);
        }
        if (pipelined < 1 || pipelined > 100_000) {
            throw new IllegalArgumentException("pipelined must be from 1 to 100000, was " + pipelined);
        }
    }

    /** The usual settings: 500 records at a time, removals remembered for a day. */
    public static RedisSinkSettings of(RedisConnection connection, RedisOrder order) {
        return new RedisSinkSettings(connection, order, Duration.ofDays(1), 500);
    }
}
