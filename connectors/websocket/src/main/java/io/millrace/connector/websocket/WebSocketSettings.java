package io.millrace.connector.websocket;

import static java.util.Objects.requireNonNull;

import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a WebSocket goes and how it is kept.
 *
 * @param uri {@code ws://host[:port]/path} or {@code wss://...}
 * @param headers sent with the upgrade, for example {@code Authorization}; never logged
 * @param greetings texts sent, in order, as soon as the connection is open
 * @param compression whether permessage-deflate is offered
 * @param maxMessageBytes longest message that is taken, at least 125; a longer one ends the connection
 * @param connectTimeout for connection, TLS and upgrade together
 * @param silence when no message came for so long, the connection counts as lost; zero for never
 * @param ping how often the server is asked for a sign of life; when it gave none until the next time, the connection
 *     counts as lost; zero for never
 * @param authorities PEM file of those who may have signed the server's certificate; null for those that the JVM trusts
 * @param queue the bound between the network and who polls; with {@code BLOCK} the socket is not read while it is full
 */
public record WebSocketSettings(
        URI uri,
        Map<String, String> headers,
        List<String> greetings,
        boolean compression,
        int maxMessageBytes,
        Duration connectTimeout,
        Duration silence,
        Duration ping,
        @Nullable Path authorities,
        QueueSettings queue) {

    public WebSocketSettings {
        requireNonNull(uri, "uri is null");
        requireNonNull(connectTimeout, "connectTimeout is null");
        requireNonNull(silence, "silence is null");
        requireNonNull(ping, "ping is null");
        requireNonNull(queue, "queue is null");
        headers = Map.copyOf(headers);
        greetings = List.copyOf(greetings);
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "");
        if (uri.getHost() == null || !(scheme.equalsIgnoreCase("ws") || scheme.equalsIgnoreCase("wss"))) {
            throw new IllegalArgumentException("uri must be like wss://host:port/path, was " + withoutSecrets(uri));
        }
        if (maxMessageBytes < 125) {
            throw new IllegalArgumentException("maxMessageBytes must be at least 125, was " + maxMessageBytes);
        }
        if (!connectTimeout.isPositive()) {
            throw new IllegalArgumentException("connectTimeout must be positive, was " + connectTimeout);
        }
        if (silence.isNegative() || ping.isNegative()) {
            throw new IllegalArgumentException(
                    "silence and ping must not be negative, were " + silence + " and " + ping);
        }
    }

    /**
     * The usual settings: compression on offer, messages of up to 16 MiB, 10 s to connect, lost after 30 s of silence,
     * no pings, a blocking queue of 65,536 messages given in batches of up to 4,096.
     */
    public static WebSocketSettings of(URI uri, String... greetings) {
        return new WebSocketSettings(
                uri,
                Map.of(),
                List.of(greetings),
                true,
                16 << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ZERO,
                null,
                new QueueSettings(Overflow.BLOCK, 65_536, 4_096));
    }

    /** The same with other headers. */
    public WebSocketSettings withHeaders(Map<String, String> other) {
        return new WebSocketSettings(
                uri, other, greetings, compression, maxMessageBytes, connectTimeout, silence, ping, authorities, queue);
    }

    /** The same with another patience: silence, and how often to ping. */
    public WebSocketSettings withPatience(Duration otherSilence, Duration otherPing) {
        return new WebSocketSettings(
                uri,
                headers,
                greetings,
                compression,
                maxMessageBytes,
                connectTimeout,
                otherSilence,
                otherPing,
                authorities,
                queue);
    }

    /** The same with compression or not, and another longest message. */
    public WebSocketSettings withMessages(boolean compressed, int otherMaxMessageBytes) {
        return new WebSocketSettings(
                uri,
                headers,
                greetings,
                compressed,
                otherMaxMessageBytes,
                connectTimeout,
                silence,
                ping,
                authorities,
                queue);
    }

    /** The same with other authorities. */
    public WebSocketSettings withAuthorities(@Nullable Path other) {
        return new WebSocketSettings(
                uri, headers, greetings, compression, maxMessageBytes, connectTimeout, silence, ping, other, queue);
    }

    /** The same with another bound. */
    public WebSocketSettings withQueue(QueueSettings other) {
        return new WebSocketSettings(
                uri,
                headers,
                greetings,
                compression,
                maxMessageBytes,
                connectTimeout,
                silence,
                ping,
                authorities,
                other);
    }

    /** The address without user and query, which may be secrets. */
    public String address() {
        return withoutSecrets(uri);
    }

    private static String withoutSecrets(URI uri) {
        if (uri.getHost() == null) {
            return uri.getScheme() + ":...";
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + Objects.requireNonNullElse(uri.getRawPath(), "");
    }

    /** The address alone; headers and greetings may hold secrets. */
    @Override
    public String toString() {
        return "WebSocketSettings[" + address() + "]";
    }
}
