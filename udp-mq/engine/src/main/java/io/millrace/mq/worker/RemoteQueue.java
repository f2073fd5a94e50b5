package io.millrace.mq.worker;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.time.Ticker;
import io.millrace.mq.client.AutoQueueDeadLetterSink;
import io.millrace.mq.client.AutoQueueSink;
import io.millrace.mq.client.AutoQueueSource;
import io.millrace.mq.client.PlainClientSettings;
import io.millrace.mq.client.PlainQueueSink;
import io.millrace.mq.client.PlainQueueSource;
import io.millrace.mq.client.QueueClientSettings;
import io.millrace.mq.client.UdpQueueDeadLetterSink;
import io.millrace.mq.client.UdpQueueSink;
import io.millrace.mq.client.UdpQueueSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A queue of another process, as source and sink.
 *
 * @param address of the queue's port
 * @param queue its name there; the plain protocol knows only {@code default}
 * @param delay how long a reader waits before it asks an empty queue again; an extended one doubles it up to 5 ms
 */
public record RemoteQueue(HostPort address, String queue, Protocol protocol, Duration delay, Ticker ticker) {

    private static final Duration DELAY = Duration.ofNanos(100_000);
    private static final int BATCH = 256;

    /** One request at a time keeps a sender's messages in order when datagrams are lost. */
    private static final QueueClientSettings IN_ORDER = QueueClientSettings.DEFAULT.withWindow(1);

    /** A queue that readers ask again after 100 us while it is empty. */
    public RemoteQueue(HostPort address, String queue, Protocol protocol, Ticker ticker) {
        this(address, queue, protocol, DELAY, ticker);
    }

    /** Reads it. */
    public Source<String> source() {
        return switch (protocol) {
            case AUTO ->
                new AutoQueueSource(
                        address, queue, BATCH, delay, QueueClientSettings.DEFAULT, PlainClientSettings.DEFAULT, ticker);
            case PLAIN -> new PlainQueueSource(address, PlainClientSettings.DEFAULT, delay, ticker);
            case EXTENDED -> new UdpQueueSource(address, queue, BATCH, delay, QueueClientSettings.DEFAULT, ticker);
        };
    }

    /** Fills it, in order. */
    public Sink<String> sink() {
        return switch (protocol) {
            case AUTO -> new AutoQueueSink(address, queue, IN_ORDER, PlainClientSettings.DEFAULT, ticker);
            case PLAIN -> new PlainQueueSink(address, PlainClientSettings.DEFAULT);
            case EXTENDED -> new UdpQueueSink(address, queue, IN_ORDER, ticker);
        };
    }

    /** Fills its dead-letter queue; null when the protocol knows none. */
    public @Nullable Sink<DeadLetter> deadLetters() {
        return switch (protocol) {
            case AUTO ->
                new AutoQueueDeadLetterSink(address, queue, null, IN_ORDER, PlainClientSettings.DEFAULT, ticker);
            case PLAIN -> null;
            case EXTENDED -> new UdpQueueDeadLetterSink(address, queue, IN_ORDER, ticker);
        };
    }
}
