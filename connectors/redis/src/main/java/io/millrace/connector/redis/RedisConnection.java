package io.millrace.connector.redis;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which server, and how to get in.
 *
 * @param server {@code redis://host:6379}, with TLS {@code rediss://host:6379}; without user, password and database
 * @param database from 0; the reference system's sink connector uses 1
 * @param user null for the default user
 * @param password null for none; never printed
 * @param authorities PEM file of those who may have signed the server's certificate; null for those that the JVM trusts
 * @param timeout longest wait for the connection and for each answer, at least 1 ms
 */
public record RedisConnection(
        URI server,
        int database,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path authorities,
        Duration timeout) {

    public RedisConnection {
        requireNonNull(server, "server is null");
        requireNonNull(timeout, "timeout is null");
        if (server.getUserInfo() != null) {
            throw new IllegalArgumentException("server must not hold a password, set user and password instead");
        }
        String scheme = server.getScheme();
        if (server.getHost() == null
                || !("redis".equals(scheme) || "rediss".equals(scheme))
                || server.getPath().length() > 1) {
            throw new IllegalArgumentException(
                    "server must be like redis://host:6379 or rediss://host:6379, was " + server);
        }
        if (database < 0) {
            throw new IllegalArgumentException("database must be at least 0, was " + database);
        }
        if (user != null && password == null) {
            throw new IllegalArgumentException("user '" + user + "' needs a password");
        }
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("timeout must be from 1 ms to 24 days, was " + timeout);
        }
    }

    /** Without password, 10 s of patience. */
    public static RedisConnection of(String server, int database) {
        return new RedisConnection(URI.create(server), database, null, null, null, Duration.ofSeconds(10));
    }

    /** The same with a password. */
    public RedisConnection withPassword(@Nullable String secret) {
        return new RedisConnection(server, database, user, secret, authorities, timeout);
    }

    /** The same with other patience. */
    public RedisConnection with(Duration other) {
        return new RedisConnection(server, database, user, password, authorities, other);
    }

    boolean secure() {
        return "rediss".equals(server.getScheme());
    }

    int port() {
        return server.getPort() > 0 ? server.getPort() : 6379;
    }

    /** {@code host:port/database}, for messages. */
    String address() {
        return server.getHost() + ":" + port() + "/" + database;
    }

    @Override
    public String toString() {
        return "RedisConnection[server=" + server + ", database=" + database + ", user=" + user + ", password="
                + (password == null ? "none" : "set") + ", timeout=" + timeout + "]";
    }
}
