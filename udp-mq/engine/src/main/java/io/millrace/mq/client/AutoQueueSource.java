package io.millrace.mq.client;

import io.millrace.core.Poll;
import io.millrace.core.Source;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the queue {@code default} of whoever is there: by leases if the extended protocol is answered when it opens,
 * otherwise by the reference's GET. What each promises is said in {@link UdpQueueSource} and {@link PlainQueueSource}.
 */
public final class AutoQueueSource implements Source<String> {

    private static final Logger log = LoggerFactory.getLogger(AutoQueueSource.class);

    private final HostPort server;
    private final UdpQueueSource extended;
    private final PlainQueueSource plain;
    private final Ticker ticker;
    private volatile @Nullable Source<String> chosen;
    private volatile boolean closed;

    public AutoQueueSource(
            HostPort server,
            String queue,
            int maxBatch,
            Duration delay,
            QueueClientSettings extendedSettings,
            PlainClientSettings plainSettings,
            Ticker ticker) {
        this.server = server;
        this.extended = new UdpQueueSource(server, queue, maxBatch, delay, extendedSettings, ticker);
        this.plain = new PlainQueueSource(server, plainSettings, delay, ticker);
        this.ticker = ticker;
    }

    @Override
    public void open() {
        boolean speaks = Clients.extended(server, ticker);
        Source<String> source = speaks ? extended : plain;
        if (!source.equals(chosen)) {
            log.info("source of {} uses the {} protocol", server, speaks ? "extended" : "plain");
        }
        chosen = source;
        source.open();
    }

    @Override
    public Poll<String> poll(Duration timeout) throws InterruptedException {
        Source<String> source = chosen;
        return source == null || closed ? new Poll.End<>() : source.poll(timeout);
    }

    @Override
    public void close() {
        closed = true;
        extended.close();
        plain.close();
    }
}
