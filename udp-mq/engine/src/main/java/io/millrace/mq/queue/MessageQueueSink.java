package io.millrace.mq.queue;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.List;

/**
 * Puts into a queue of this process and waits while it is full, which is the backpressure between nodes.
 *
 * <p><b>Delivery:</b> a batch that is written again is stored again: records have no ids.
 *
 * <p><b>Failure:</b> {@link PoisonException} for a text longer than {@link MessageQueue#MAX_MESSAGE} bytes or a key
 * longer than {@link MessageQueue#MAX_KEY}; {@link TransientException} when the queue stays full for a minute.
 */
public final class MessageQueueSink implements Sink<String> {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final MessageQueue queue;

    public MessageQueueSink(MessageQueue queue) {
        this.queue = queue;
    }

    @Override
    public void open() {}

    @Override
    public void write(List<Record<String>> batch) throws InterruptedException {
        // first the check, then the puts: a batch with a poisoned record stores nothing
        for (Record<String> record : batch) {
            TextMessages.check(record);
        }
        for (Record<String> record : batch) {
            put(queue, TextMessages.of(record), PATIENCE);
        }
    }

    static void put(MessageQueue queue, NewMessage message, Duration patience) throws InterruptedException {
        switch (queue.put(message, patience)) {
            case STORED, DUPLICATE, DROPPED -> {}
            case FULL -> throw new TransientException("queue '" + queue.name() + "' is full");
            case LOG_FULL -> throw new TransientException("the log of queue '" + queue.name() + "' is full");
            case TOO_LARGE ->
                throw new PoisonException("a message of " + message.body().length + " bytes is too large, at most "
                        + MessageQueue.MAX_MESSAGE + " fit");
            case CLOSED -> throw new FatalException("queue '" + queue.name() + "' is closed");
        }
    }

    @Override
    public void close() {}
}
