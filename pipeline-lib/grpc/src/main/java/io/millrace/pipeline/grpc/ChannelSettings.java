package io.millrace.pipeline.grpc;

import java.time.Duration;
import java.util.Optional;

/**
 * How a connection to a target is made.
 *
 * @param maxMessageBytes the largest answer taken, at least 1,024
 * @param tls empty means plaintext
 * @param keepAlive how long the line may be silent under a call before it is asked for a sign of life; empty means
 *     never. Python's servers end connections that ask more often than every 5 minutes
 */
public record ChannelSettings(int maxMessageBytes, Optional<TlsSettings> tls, Optional<Duration> keepAlive) {

    /** Answers up to 4 MiB, plaintext, no keep-alive. */
    public static final ChannelSettings DEFAULT =
            new ChannelSettings(4 * 1024 * 1024, Optional.empty(), Optional.empty());

    public ChannelSettings {
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("maxMessageBytes must be at least 1024, was " + maxMessageBytes);
        }
        if (keepAlive.isPresent() && !keepAlive.get().isPositive()) {
            throw new IllegalArgumentException("keepAlive must be positive, was " + keepAlive.get());
        }
    }

    /** The same with another largest answer. */
    public ChannelSettings withMaxMessageBytes(int bytes) {
        return new ChannelSettings(bytes, tls, keepAlive);
    }

    /** The same, encrypted. */
    public ChannelSettings withTls(TlsSettings value) {
        return new ChannelSettings(maxMessageBytes, Optional.of(value), keepAlive);
    }
}
