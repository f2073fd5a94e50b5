package io.millrace.mq.worker;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.time.Ticker;
import io.millrace.mq.client.PlainClientSettings;
import io.millrace.mq.client.PlainQueueSink;
import io.millrace.mq.client.PlainQueueSource;
import io.millrace.mq.protocol.HostPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A queue of another process, as source and sink.
 *
 * @param address of the queue's port
 * @param queue its name there; the plain protocol knows only {@code default}
 * @param delay how long a plain reader waits before it asks an empty queue again
 */
public record RemoteQueue(HostPort address, String queue, Protocol protocol, Duration delay, Ticker ticker) {

    private static final Duration DELAY = Duration.ofMillis(1);

    /** A queue that plain readers ask every millisecond while it is empty. */
    public RemoteQueue(HostPort address, String queue, Protocol protocol, Ticker ticker) {
        this(address, queue, protocol, DELAY, ticker);
    }

    /** Reads it. */
    public Source<String> source() {
        return new PlainQueueSource(address, PlainClientSettings.DEFAULT, delay, ticker);
    }

    /** Fills it. */
    public Sink<String> sink() {
        return new PlainQueueSink(address, PlainClientSettings.DEFAULT);
    }

    /** Fills its dead-letter queue; null when the protocol knows none. */
    public @Nullable Sink<DeadLetter> deadLetters() {
        return null;
    }
}
