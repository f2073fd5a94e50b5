package io.millrace.pipeline.grpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a module elsewhere is called.
 *
 * @param name how messages call the other end, for example its target
 * @param deadline the longest a call may take, positive; the package's own limits may shorten it
 * @param stream whether packages travel over a stream, several per message, when the server knows how
 * @param batch the most packages in one message of a stream, at least 1
 * @param outstanding the most packages on their way over a stream, at least 1; more wait their turn
 */
public record CallSettings(String name, Duration deadline, boolean stream, int batch, int outstanding) {

    public CallSettings {
        requireNonNull(name, "name is null");
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("deadline must be positive, was " + deadline);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, was " + batch);
        }
        if (outstanding < 1) {
            throw new IllegalArgumentException("outstanding must be at least 1, was " + outstanding);
        }
    }

    /** One call per package, 30 s at most. */
    public static CallSettings unary(String name) {
        return new CallSettings(name, Duration.ofSeconds(30), false, 64, 1024);
    }

    /** Over a stream, 64 packages per message, 1,024 on their way, 30 s at most. */
    public static CallSettings streaming(String name) {
        return new CallSettings(name, Duration.ofSeconds(30), true, 64, 1024);
    }

    /** The same with another deadline. */
    public CallSettings withDeadline(Duration value) {
        return new CallSettings(name, value, stream, batch, outstanding);
    }
}
