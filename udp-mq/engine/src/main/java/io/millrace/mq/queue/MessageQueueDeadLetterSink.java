package io.millrace.mq.queue;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.pipeline.DeadLetter;
import java.time.Duration;
import java.util.List;

/**
 * Puts what a pipeline refused into a dead-letter queue of this process, with the reason.
 *
 * <p><b>Failure:</b> as {@link MessageQueueSink}.
 */
public final class MessageQueueDeadLetterSink implements Sink<DeadLetter> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MessageQueue dead;

    /**
     * A sink.
     *
     * @param dead usually {@link MessageQueue#dead} of the queue that is read
     */
    public MessageQueueDeadLetterSink(MessageQueue dead) {
        this.dead = dead;
    }

    @Override
    public void open() {}

    @Override
    public void write(List<Record<DeadLetter>> batch) throws InterruptedException {
        for (Record<DeadLetter> record : batch) {
            NewMessage message = TextMessages.of(record.value());
            if (message != null) {
                MessageQueueSink.put(dead, message, PATIENCE);
            }
        }
    }

    @Override
    public void close() {}
}
