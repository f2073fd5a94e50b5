package io.millrace.mq.client;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts what a pipeline refused into a queue of the reference system, which knows neither names nor reasons: each letter
 * is a text of three lines, {@code reason}, {@code key} (may be empty) and the message, which may have more lines.
 *
 * <p><b>Failure:</b> as {@link PlainQueueSink}.
 */
public final class PlainQueueDeadLetterSink implements Sink<DeadLetter> {

    private final PlainQueueSink sink;

    /**
     * A sink.
     *
     * @param server a queue of its own, not the one that is read
     */
    public PlainQueueDeadLetterSink(HostPort server, PlainClientSettings settings) {
        this.sink = new PlainQueueSink(server, settings);
    }

    @Override
    public void open() {
        sink.open();
    }

    @Override
    public void write(List<Record<DeadLetter>> batch) throws InterruptedException {
        List<Record<String>> texts = new ArrayList<>();
        for (Record<DeadLetter> record : batch) {
            Record<?> refused = record.value().record();
            if (refused != null) {
                texts.add(Record.of(text(record.value(), refused), Instant.EPOCH));
            }
        }
        if (!texts.isEmpty()) {
            sink.write(texts);
        }
    }

    private static String text(DeadLetter letter, Record<?> refused) {
        String key = refused.key() == null ? "" : refused.key();
        return line(letter.part().text() + ": " + letter.reason()) + "\n" + line(key) + "\n" + refused.value();
    }

    private static String line(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }

    @Override
    public void close() {
        sink.close();
    }
}
