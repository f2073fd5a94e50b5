package io.millrace.pipeline.grpc;

import java.time.Duration;

/**
 * How packages travel over streams.
 *
 * @param batch the most packages in one message, at least 1
 * @param outstanding the most packages on their way, at least 1; more wait their turn
 * @param streams how many streams there are, at least 1; each leads to one server at a time
 * @param renewal after how long a stream gives way to a new one, for which a balanced channel chooses anew; positive. A
 *     server that knows no streams is asked again after as long
 */
public record StreamSettings(int batch, int outstanding, int streams, Duration renewal) {

    /** 64 packages per message, 1,024 on their way over one stream, renewed each minute. */
    public static final StreamSettings DEFAULT = new StreamSettings(64, 1024, 1, Duration.ofMinutes(1));

    public StreamSettings {
        atLeastOne("batch", batch);
        atLeastOne("outstanding", outstanding);
        atLeastOne("streams", streams);
        if (!renewal.isPositive()) {
            throw new IllegalArgumentException("renewal must be positive, was " + renewal);
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }
}
