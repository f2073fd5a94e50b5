package io.millrace.sql.wire;

import io.millrace.core.flow.Overflow;
import io.millrace.sql.wire.codec.WireLimits;
import java.time.Duration;

/**
 * How the endpoint is reached, and its bounds.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param user name that a client must give
 * @param password what goes with it; empty for none
 * @param maxConnections clients at the same time; one more is refused with an exception
 * @param helloTime from the connection to the end of the client's hello
 * @param packetTime from the first to the last byte of a packet
 * @param idleTime without a packet and without a query, after which a client is sent away
 * @param stallTime without a byte taken by a client that has a query, after which it is disconnected
 * @param heartbeat between progress packets of a query that gives no rows
 * @param drainTime for running queries to end at {@link NativeServer#close}
 * @param overflow for streaming queries that do not set it: what happens while the client does not read
 * @param waitingBatches batches that wait for such a client, unless the policy is {@link Overflow#BLOCK}, where none do
 * @param limits of what a client sends
 */
public record NativeSettings(
        String host,
        int port,
        String user,
        String password,
        int maxConnections,
        Duration helloTime,
        Duration packetTime,
        Duration idleTime,
        Duration stallTime,
        Duration heartbeat,
        Duration drainTime,
        Overflow overflow,
        int waitingBatches,
        WireLimits limits) {

    public NativeSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
        }
        if (user.isEmpty()) {
            throw new IllegalArgumentException("user must not be empty");
        }
        atLeastOne("maxConnections", maxConnections);
        atLeastOne("waitingBatches", waitingBatches);
        positive("helloTime", helloTime);
        positive("packetTime", packetTime);
        positive("idleTime", idleTime);
        positive("stallTime", stallTime);
        positive("heartbeat", heartbeat);
        positive("drainTime", drainTime);
        if (overflow == Overflow.LATEST_BY_KEY) {
            throw new IllegalArgumentException("overflow cannot be latest-by-key: batches of rows have no key");
        }
    }

    /**
     * On loopback, user {@code default} without password, on a free port; the bounds are those of the documentation.
     */
    public static NativeSettings defaults() {
        return new NativeSettings(
                "127.0.0.1",
                0,
                "default",
                "",
                100,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Overflow.BLOCK,
                16,
                WireLimits.defaults());
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive() || value.toMillis() < 1 || value.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be 1 ms to 24 days, was " + value);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "NativeSettings[" + host + ":" + port + ", user=" + user + "]";
    }
}
