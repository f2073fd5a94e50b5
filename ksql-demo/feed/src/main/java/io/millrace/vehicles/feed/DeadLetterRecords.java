package io.millrace.vehicles.feed;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.pipeline.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns refused messages into records for a dead-letter topic: key and value as they came, and the headers
 * {@code millrace.pipeline}, {@code millrace.part} and {@code millrace.reason} beside their own.
 */
public final class DeadLetterRecords {

    /** Longest reason; the rest is cut off. */
    private static final int MAX_REASON = 2_000;

    private DeadLetterRecords() {}

    /** A sink of refusals above one of bytes. */
    public static Sink<DeadLetter> sink(Sink<byte[]> to) {
        return new DeadLetterBytesSink(to);
    }

    private static Record<byte[]> of(Record<DeadLetter> in) {
        return of(in.value(), in.timestamp());
    }

    /** The record of one refusal. */
    public static Record<byte[]> of(DeadLetter letter, Instant at) {
        Record<?> refused = letter.record();
        Map<String, String> headers = new HashMap<>(refused == null ? Map.of() : refused.headers());
        headers.put("millrace.pipeline", letter.pipeline());
        headers.put("millrace.part", letter.part().text());
        String reason = letter.reason();
        headers.put("millrace.reason", reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason);
        if (refused == null) {
            return new Record<>(null, new byte[0], at, headers);
        }
        byte[] value = refused.value() instanceof byte[] bytes
                ? bytes
                : refused.value().toString().getBytes(StandardCharsets.UTF_8);
        return new Record<>(refused.key(), value, at, headers);
    }

    private record DeadLetterBytesSink(Sink<byte[]> to) implements Sink<DeadLetter> {

        @Override
        public void open() {
            to.open();
        }

        @Override
        public void write(List<Record<DeadLetter>> batch) throws InterruptedException {
            to.write(batch.stream().map(DeadLetterRecords::of).toList());
        }

        @Override
        public void close() {
            to.close();
        }
    }
}
