package io.millrace.pipeline.grpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a module elsewhere is called.
 *
 * @param name how messages call the other end, for example its target
 * @param deadline the longest a call may take, positive; the package's own limits may shorten it
 * @param maxMessageBytes the largest answer that the channel takes, at least 1,024
 * @param stream how packages travel over streams, several per message, when the server knows how; empty means one call
 *     per package
 */
public record CallSettings(String name, Duration deadline, int maxMessageBytes, Optional<StreamSettings> stream) {

    /** The longest a call may take unless told otherwise. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    public CallSettings {
        requireNonNull(name, "name is null");
        requireNonNull(stream, "stream is null");
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("deadline must be positive, was " + deadline);
        }
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("maxMessageBytes must be at least 1024, was " + maxMessageBytes);
        }
    }

    /** One call per package, 30 s at most. */
    public static CallSettings unary(String name) {
        return new CallSettings(name, DEADLINE, ChannelSettings.DEFAULT.maxMessageBytes(), Optional.empty());
    }

    /** Over a stream, 30 s at most. */
    public static CallSettings streaming(String name) {
        return unary(name).over(StreamSettings.DEFAULT);
    }

    /** The same over streams. */
    public CallSettings over(StreamSettings streams) {
        return new CallSettings(name, deadline, maxMessageBytes, Optional.of(streams));
    }

    /** The same with another deadline. */
    public CallSettings withDeadline(Duration value) {
        return new CallSettings(name, value, maxMessageBytes, stream);
    }

    /** The same for a channel that takes other sizes. */
    public CallSettings withMaxMessageBytes(int bytes) {
        return new CallSettings(name, deadline, bytes, stream);
    }
}
