package io.millrace.mq.client;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.time.Ticker;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what a pipeline refused into the dead-letter queue of the queue that is read, if the extended protocol is
 * answered when it opens. A queue of the reference system has none: letters then go to a queue that is named for them,
 * or, when none is, are counted and lost, with a line in the log.
 */
public final class AutoQueueDeadLetterSink implements Sink<DeadLetter> {

    private static final Logger log = LoggerFactory.getLogger(AutoQueueDeadLetterSink.class);

    private final HostPort server;
    private final UdpQueueDeadLetterSink extended;
    private final @Nullable PlainQueueDeadLetterSink plain;
    private final Ticker ticker;
    private @Nullable Sink<DeadLetter> chosen;
    private final AtomicLong lost = new AtomicLong();

    /**
     * A sink.
     *
     * @param server where the queue is
     * @param queue the queue that is read
     * @param plainLetters a queue of the reference protocol for letters, if {@code server} speaks no other; null: none
     */
    public AutoQueueDeadLetterSink(
            HostPort server,
            String queue,
            @Nullable HostPort plainLetters,
            QueueClientSettings extendedSettings,
            PlainClientSettings plainSettings,
            Ticker ticker) {
        this.server = server;
        this.extended = new UdpQueueDeadLetterSink(server, queue, extendedSettings, ticker);
        this.plain = plainLetters == null ? null : new PlainQueueDeadLetterSink(plainLetters, plainSettings);
        this.ticker = ticker;
    }

    @Override
    public void open() {
        chosen = Clients.extended(server, ticker) ? extended : plain;
        if (chosen != null) {
            chosen.open();
        }
    }

    @Override
    public void write(List<Record<DeadLetter>> batch) throws InterruptedException {
        if (chosen != null) {
            chosen.write(batch);
            return;
        }
        for (Record<DeadLetter> record : batch) {
            log.warn(
                    "dead letter lost, {} has no dead-letter queue, part={} reason={} lost={}",
                    server,
                    record.value().part().text(),
                    record.value().reason(),
                    lost.incrementAndGet());
        }
    }

    /** Letters that had nowhere to go. */
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        extended.close();
        if (plain != null) {
            plain.close();
        }
    }
}
