package io.millrace.connect.plugin;

import io.millrace.connector.kafka.KafkaRowSink;
import io.millrace.connector.kafka.KafkaSinkSettings;
import io.millrace.connector.redis.RedisEntry;
import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.pipeline.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes records that could not be handled as they came, with the reason in headers by Kafka Connect's names,
 * {@code __connect.errors.exception.message} and others.
 */
final class DeadLetterSink implements Sink<DeadLetter> {

    private static final String PREFIX = "__connect.errors.";

    private final KafkaRowSink rows;
    private final String topic;
    private final String connector;
    private final int task;
    private final boolean reasons;

    DeadLetterSink(KafkaSinkSettings settings, String topic, String connector, int task, boolean reasons) {
        this.rows = new KafkaRowSink(settings);
        this.topic = topic;
        this.connector = connector;
        this.task = task;
        this.reasons = reasons;
    }

    @Override
    public void open() {
        rows.open();
    }

    @Override
    public void write(List<Record<DeadLetter>> batch) throws InterruptedException {
        rows.write(batch.stream().map(this::row).toList());
    }

    private Record<ProducerRecord<byte[], byte[]>> row(Record<DeadLetter> from) {
        DeadLetter letter = from.value();
        Record<?> record = letter.record();
        Headers headers = new RecordHeaders();
        byte[] key = null;
        byte[] value = null;
        Instant time = from.timestamp();
        if (record != null) {
            time = record.timestamp();
            String name = record.key();
            key = name == null ? null : name.getBytes(StandardCharsets.UTF_8);
        }
        switch (record == null ? "" : record.value()) {
            case ConsumerRecord<?, ?> row -> {
                row.headers().forEach(headers::add);
                key = (byte[]) row.key();
                value = (byte[]) row.value();
                reason(headers, "topic", row.topic());
                reason(headers, "partition", Integer.toString(row.partition()));
                reason(headers, "offset", Long.toString(row.offset()));
            }
            case ProducerRecord<?, ?> row -> {
                key = (byte[]) row.key();
                value = (byte[]) row.value();
            }
            case RedisEntry entry -> {
                key = entry.key();
                value = entry.value();
                reason(headers, "topic", entry.from().topic());
                reason(headers, "partition", Integer.toString(entry.from().partition()));
                reason(headers, "offset", Long.toString(entry.offset()));
            }
            case byte[] bytes -> value = bytes;
            case String text -> value = record == null ? null : text.getBytes(StandardCharsets.UTF_8);
            default -> {}
        }
        reason(headers, "connector.name", connector);
        reason(headers, "task.id", Integer.toString(task));
        reason(headers, "stage", letter.part().name());
        reason(headers, "exception.message", letter.reason());
        return Record.of(row(key, value, time, headers), time);
    }

    private ProducerRecord<byte[], byte[]> row(
            byte @Nullable [] key, byte @Nullable [] value, Instant time, Headers headers) {
        return new ProducerRecord<>(topic, null, Math.max(0, time.toEpochMilli()), key, value, headers);
    }

    private void reason(Headers headers, String name, String text) {
        if (reasons) {
            headers.add(PREFIX + name, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
