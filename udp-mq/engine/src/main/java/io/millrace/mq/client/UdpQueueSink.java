package io.millrace.mq.client;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.queue.MessageId;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.queue.TextMessages;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts into a queue of another process. Each message has an id, and a batch that is written again because the first
 * write failed has the same ids, so that a queue that deduplicates stores it once.
 *
 * <p><b>Delivery:</b> at least once; once within the queue's deduplication window, and while this sink lives.
 *
 * <p><b>Failure:</b> {@link PoisonException} for a text that does not fit a datagram or a key that is too long;
 * {@link TransientException} when no reply comes, or the queue stays full.
 */
public final class UdpQueueSink implements Sink<String> {

    private final HostPort server;
    private final String queue;
    private final QueueClientSettings settings;
    private final Ticker ticker;
    private final long sender = new SecureRandom().nextLong();
    private List<Record<String>> failed = List.of();
    private long failedFirst;
    private long next;
    private @Nullable QueueClient client;

    public UdpQueueSink(HostPort server, String queue, QueueClientSettings settings, Ticker ticker) {
        this.server = server;
        this.queue = queue;
        this.settings = settings;
        this.ticker = ticker;
    }

    @Override
    public void open() {
        close();
        client = Clients.open(server, settings, ticker);
    }

    @Override
    public void write(List<Record<String>> batch) throws InterruptedException {
        QueueClient open = client;
        if (open == null) {
            throw new TransientException("the sink to " + server + " is not open");
        }
        for (Record<String> record : batch) {
            TextMessages.check(record);
        }
        long first = batch.equals(failed) ? failedFirst : next;
        next = Math.max(next, first + batch.size());
        failed = List.copyOf(batch);
        failedFirst = first;
        List<NewMessage> messages = new ArrayList<>(batch.size());
        for (Record<String> record : batch) {
            messages.add(TextMessages.of(record).withId(new MessageId(sender, first + messages.size())));
        }
        int _ = open.put(queue, messages);
        failed = List.of();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
