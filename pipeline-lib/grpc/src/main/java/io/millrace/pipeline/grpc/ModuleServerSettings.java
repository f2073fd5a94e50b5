package io.millrace.pipeline.grpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a module is served.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes any free one
 * @param concurrency how many packages are worked on at a time, at least 1
 * @param waiting how many more may wait for that, at least 0; what comes then is refused as {@code UNAVAILABLE} before
 *     it began
 * @param maxMessageBytes the largest message taken, at least 1,024
 * @param tls empty means plaintext
 * @param grace how long {@link ModuleServer#close} waits for packages under way, not negative
 * @param reflection whether callers may ask for the messages' descriptions
 */
public record ModuleServerSettings(
        String host,
        int port,
        int concurrency,
        int waiting,
        int maxMessageBytes,
        Optional<TlsSettings> tls,
        Duration grace,
        boolean reflection) {

    /** Loopback, any port, 64 at a time, 1,000 waiting, messages up to 4 MiB, plaintext, 10 s grace. */
    public static final ModuleServerSettings DEFAULT = new ModuleServerSettings(
            "127.0.0.1", 0, 64, 1000, 4 * 1024 * 1024, Optional.empty(), Duration.ofSeconds(10), true);

    public ModuleServerSettings {
        requireNonNull(host, "host is null");
        requireNonNull(tls, "tls is null");
        atLeast("concurrency", concurrency, 1);
        atLeast("waiting", waiting, 0);
        atLeast("maxMessageBytes", maxMessageBytes, 1024);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 0 to 65535, was " + port);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must not be negative, was " + grace);
        }
        if (tls.isPresent() && tls.get().certificate().isEmpty()) {
            throw new IllegalArgumentException("tls of a server needs a certificate and a key");
        }
    }

    private static void atLeast(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", was " + value);
        }
    }

    /** The same elsewhere. */
    public ModuleServerSettings at(String otherHost, int otherPort) {
        return new ModuleServerSettings(
                otherHost, otherPort, concurrency, waiting, maxMessageBytes, tls, grace, reflection);
    }

    /** The same with other bounds. */
    public ModuleServerSettings withBounds(int working, int waitingPackages) {
        return new ModuleServerSettings(host, port, working, waitingPackages, maxMessageBytes, tls, grace, reflection);
    }

    /** The same with another largest message. */
    public ModuleServerSettings withMaxMessageBytes(int bytes) {
        return new ModuleServerSettings(host, port, concurrency, waiting, bytes, tls, grace, reflection);
    }

    /** The same, encrypted. */
    public ModuleServerSettings withTls(TlsSettings value) {
        return new ModuleServerSettings(
                host, port, concurrency, waiting, maxMessageBytes, Optional.of(value), grace, reflection);
    }

    /** The same with another grace. */
    public ModuleServerSettings withGrace(Duration value) {
        return new ModuleServerSettings(host, port, concurrency, waiting, maxMessageBytes, tls, value, reflection);
    }
}
