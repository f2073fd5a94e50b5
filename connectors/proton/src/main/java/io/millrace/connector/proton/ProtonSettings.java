package io.millrace.connector.proton;

import static java.util.Objects.requireNonNull;

import io.millrace.core.pipeline.Backoff;
import java.time.Duration;

/**
 * Where a Proton is and how it is used.
 *
 * @param port of its native protocol, 8463 unless configured otherwise
 * @param password secret: in no text, log or error
 * @param connectTimeout longest wait for a connection and for the answer to its greeting, positive
 * @param statementTimeout longest wait for the next sign of life while a set-up statement runs, positive
 * @param silence how long a running query may give no sign of life before its connection counts as lost; Proton sends
 *     progress several times a second; zero for however long
 * @param maxConnections connections that may be open at the same time, at least 1; one more is refused
 * @param onLost what a streaming query does when it loses its server
 * @param backoff between two attempts to find a lost server again
 * @param cancelTimeout how long a query may take to heed its cancellation before its connection is cut, positive
 */
public record ProtonSettings(
        String host,
        int port,
        String database,
        String user,
        String password,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration silence,
        int maxConnections,
        OnLost onLost,
        Backoff backoff,
        Duration cancelTimeout) {

    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(60);
    public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(60);
    public static final int DEFAULT_MAX_CONNECTIONS = 100;
    public static final Duration DEFAULT_CANCEL_TIMEOUT = Duration.ofMillis(500);

    public ProtonSettings {
        requireNonNull(host, "host is null");
        requireNonNull(database, "database is null");
        requireNonNull(user, "user is null");
        requireNonNull(password, "password is null");
        requireNonNull(onLost, "onLost is null");
        requireNonNull(backoff, "backoff is null");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 1 to 65535, was " + port);
        }
        requirePositive(connectTimeout, "connectTimeout");
        requirePositive(statementTimeout, "statementTimeout");
        requirePositive(cancelTimeout, "cancelTimeout");
        if (silence.isNegative()) {
            throw new IllegalArgumentException("silence must not be negative, was " + silence);
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1, was " + maxConnections);
        }
    }

    private static void requirePositive(Duration duration, String name) {
        if (!requireNonNull(duration, name + " is null").isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, was " + duration);
        }
    }

    /** A Proton used with the defaults. */
    public static ProtonSettings of(String host, int port, String database, String user, String password) {
        return new ProtonSettings(
                host,
                port,
                database,
                user,
                password,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_STATEMENT_TIMEOUT,
                DEFAULT_SILENCE,
                DEFAULT_MAX_CONNECTIONS,
                OnLost.RECONNECT,
                Backoff.DEFAULT,
                DEFAULT_CANCEL_TIMEOUT);
    }

    /** {@code localhost:8463}. */
    public String address() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return "Proton[" + address() + ", database=" + database + ", user=" + user + ", password=***, onLost=" + onLost
                + ", maxConnections=" + maxConnections + "]";
    }
}
