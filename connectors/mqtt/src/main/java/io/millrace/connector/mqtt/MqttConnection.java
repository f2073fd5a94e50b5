package io.millrace.connector.mqtt;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which broker, and how to get in.
 *
 * @param server {@code tcp://host:1883} or {@code mqtt://host}; with TLS {@code ssl://host:8883} or
 *     {@code mqtts://host}
 * @param clientId by which the broker keeps the session, up to 65,535 bytes of UTF-8; two clients with one id throw
 *     each other out. Empty lets the broker choose, which only goes with a clean session
 * @param user null for none
 * @param password null for none; never printed
 * @param tls used when the server's scheme says so
 * @param keepAlive longest silence before a ping, 1 s to 18 h; a broker that does not answer for twice as long is lost
 * @param timeout longest wait for the connection and for each answer of the broker, at least 1 ms
 * @param maxMessageBytes largest message that is read, at least 1,024; a larger one ends the connection
 */
public record MqttConnection(
        URI server,
        String clientId,
        @Nullable String user,
        @Nullable String password,
        MqttProtocol protocol,
        MqttTls tls,
        Duration keepAlive,
        Duration timeout,
        int maxMessageBytes) {

    private static final Set<String> PLAIN = Set.of("tcp", "mqtt");
    private static final Set<String> SECURE = Set.of("ssl", "tls", "mqtts");

    public MqttConnection {
        requireNonNull(server, "server is null");
        requireNonNull(clientId, "clientId is null");
        requireNonNull(protocol, "protocol is null");
        requireNonNull(tls, "tls is null");
        String scheme = server.getScheme();
        if (scheme == null || server.getHost() == null || !(PLAIN.contains(scheme) || SECURE.contains(scheme))) {
            throw new IllegalArgumentException(
                    "server must be like tcp://host:1883 or mqtts://host:8883, was " + withoutUser(server));
        }
        if (server.getUserInfo() != null) {
            throw new IllegalArgumentException("server must not hold a user, set user and password instead");
        }
        if (clientId.getBytes(StandardCharsets.UTF_8).length > 65_535) {
            throw new IllegalArgumentException("clientId must have at most 65535 bytes");
        }
        if (password != null && user == null && protocol == MqttProtocol.V3) {
            throw new IllegalArgumentException("password needs a user");
        }
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65_535) {
            throw new IllegalArgumentException("keepAlive must be from 1 s to 65535 s, was " + keepAlive);
        }
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("timeout must be from 1 ms to 24 days, was " + timeout);
        }
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("maxMessageBytes must be at least 1024, was " + maxMessageBytes);
        }
    }

    /** MQTT 3.1.1 without user, a ping each 20 s, 10 s of patience, messages up to 1 MiB. */
    public static MqttConnection of(String server, String clientId) {
        return new MqttConnection(
                URI.create(server),
                clientId,
                null,
                null,
                MqttProtocol.V3,
                MqttTls.DEFAULT,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                1 << 20);
    }

    /** The same in another version of the protocol. */
    public MqttConnection with(MqttProtocol other) {
        return new MqttConnection(server, clientId, user, password, other, tls, keepAlive, timeout, maxMessageBytes);
    }

    /** The same as a user. */
    public MqttConnection withUser(@Nullable String name, @Nullable String secret) {
        return new MqttConnection(server, clientId, name, secret, protocol, tls, keepAlive, timeout, maxMessageBytes);
    }

    /** The same with other certificates. */
    public MqttConnection with(MqttTls other) {
        return new MqttConnection(
                server, clientId, user, password, protocol, other, keepAlive, timeout, maxMessageBytes);
    }

    /** The same with other patience. */
    public MqttConnection withTimes(Duration newKeepAlive, Duration newTimeout) {
        return new MqttConnection(
                server, clientId, user, password, protocol, tls, newKeepAlive, newTimeout, maxMessageBytes);
    }

    boolean secure() {
        return SECURE.contains(requireNonNull(server.getScheme()));
    }

    int port() {
        return server.getPort() > 0 ? server.getPort() : secure() ? 8883 : 1883;
    }

    /** {@code host:port}, for messages. */
    String address() {
        return server.getHost() + ":" + port();
    }

    private static String withoutUser(URI server) {
        return server.getUserInfo() == null ? server.toString() : "one with a user in it";
    }

    @Override
    public String toString() {
        return "MqttConnection[server=" + server + ", clientId=" + clientId + ", user=" + user + ", password="
                + (password == null ? "none" : "set") + ", protocol=" + protocol + ", keepAlive=" + keepAlive
                + ", timeout=" + timeout + ", maxMessageBytes=" + maxMessageBytes + "]";
    }
}
