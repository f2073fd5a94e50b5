package io.millrace.mq.client;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into the queue {@code default} of whoever is there: as {@link UdpQueueSink} if the extended protocol is answered
 * when it opens, otherwise as {@link PlainQueueSink}.
 */
public final class AutoQueueSink implements Sink<String> {

    private static final Logger log = LoggerFactory.getLogger(AutoQueueSink.class);

    private final HostPort server;
    private final UdpQueueSink extended;
    private final PlainQueueSink plain;
    private final Ticker ticker;
    private @Nullable Sink<String> chosen;

    public AutoQueueSink(
            HostPort server,
            String queue,
            QueueClientSettings extendedSettings,
            PlainClientSettings plainSettings,
            Ticker ticker) {
        this.server = server;
        this.extended = new UdpQueueSink(server, queue, extendedSettings, ticker);
        this.plain = new PlainQueueSink(server, plainSettings);
        this.ticker = ticker;
    }

    @Override
    public void open() {
        boolean speaks = Clients.extended(server, ticker);
        Sink<String> sink = speaks ? extended : plain;
        if (!sink.equals(chosen)) {
            log.info("sink to {} uses the {} protocol", server, speaks ? "extended" : "plain");
        }
        chosen = sink;
        sink.open();
    }

    @Override
    public void write(List<Record<String>> batch) throws InterruptedException {
        if (chosen == null) {
            throw new TransientException("the sink to " + server + " is not open");
        }
        chosen.write(batch);
    }

    @Override
    public void close() {
        extended.close();
        plain.close();
    }
}
