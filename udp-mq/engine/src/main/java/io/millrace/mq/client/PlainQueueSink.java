package io.millrace.mq.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.mq.queue.TextMessages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts into a queue of the reference system, one message at a time, each acknowledged by its reply.
 *
 * <p><b>Delivery:</b> at least once: a put whose reply was lost is sent again. Keys do not travel.
 *
 * <p><b>Failure:</b> {@link PoisonException} for a text that does not fit a datagram; {@link TransientException} when
 * no reply comes.
 */
public final class PlainQueueSink implements Sink<String> {

    private final HostPort server;
    private final PlainClientSettings settings;
    private @Nullable PlainClient client;

    public PlainQueueSink(HostPort server, PlainClientSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    @Override
    public void open() {
        close();
        client = PlainClient.open(server, settings);
    }

    @Override
    public void write(List<Record<String>> batch) throws InterruptedException {
        PlainClient open = client;
        if (open == null) {
            throw new TransientException("the sink to " + server + " is not open");
        }
        for (Record<String> record : batch) {
            TextMessages.check(record);
        }
        for (Record<String> record : batch) {
            open.put(record.value().getBytes(UTF_8));
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
