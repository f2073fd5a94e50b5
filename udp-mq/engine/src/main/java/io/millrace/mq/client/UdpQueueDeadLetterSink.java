package io.millrace.mq.client;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.time.Ticker;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.queue.TextMessages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a pipeline refused into the dead-letter queue of a queue of another process, with the reason.
 *
 * <p><b>Failure:</b> as {@link UdpQueueSink}.
 */
public final class UdpQueueDeadLetterSink implements Sink<DeadLetter> {

    private final HostPort server;
    private final String queue;
    private final QueueClientSettings settings;
    private final Ticker ticker;
    private @Nullable QueueClient client;

    /**
     * A sink.
     *
     * @param queue the queue that is read; letters go to the one with {@code .dead} behind its name
     */
    public UdpQueueDeadLetterSink(HostPort server, String queue, QueueClientSettings settings, Ticker ticker) {
        this.server = server;
        this.queue = queue + MessageQueueSettings.DEAD_SUFFIX;
        this.settings = settings;
        this.ticker = ticker;
    }

    @Override
    public void open() {
        close();
        client = Clients.open(server, settings, ticker);
    }

    @Override
    public void write(List<Record<DeadLetter>> batch) throws InterruptedException {
        QueueClient open = client;
        if (open == null) {
            throw new TransientException("the dead-letter sink to " + server + " is not open");
        }
        List<NewMessage> messages = new ArrayList<>();
        for (Record<DeadLetter> record : batch) {
            NewMessage message = TextMessages.of(record.value());
            if (message != null) {
                messages.add(message);
            }
        }
        if (!messages.isEmpty()) {
            int _ = open.put(queue, messages);
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
