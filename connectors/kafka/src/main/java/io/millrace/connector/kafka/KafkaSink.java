package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A Kafka topic, written with {@code acks=all} and an idempotent producer. Records with one key keep their order, those
 * without are spread over the partitions.
 *
 * <p><b>Delivery:</b> at least once. There is no key by which it could be idempotent: a batch that is written again
 * after a failure may be in the topic twice, in part or as a whole.
 */
public final class KafkaSink<T> implements Sink<T> {

    private final KafkaSinkSettings settings;
    private final Serializer<T> values;
    private final KafkaRowSink rows;

    /** Writes values with a serializer of Kafka's kind; it is not configured or closed here. */
    public KafkaSink(KafkaSinkSettings settings, Serializer<T> values) {
        this.settings = requireNonNull(settings, "settings is null");
        this.values = requireNonNull(values, "values is null");
        this.rows = new KafkaRowSink(settings);
    }

    /** Writes values as UTF-8 text. */
    public static KafkaSink<String> text(KafkaSinkSettings settings) {
        return new KafkaSink<>(settings, new StringSerializer());
    }

    @Override
    public void open() {
        rows.open();
    }

    @Override
    public void write(List<Record<T>> batch) throws InterruptedException {
        // all or none of a batch with a record that cannot be encoded
        rows.send(batch.stream().map(this::encode).toList());
    }

    private ProducerRecord<byte[], byte[]> encode(Record<T> record) {
        try {
            RecordHeaders headers = new RecordHeaders();
            record.headers().forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
            String key = record.key();
            return new ProducerRecord<>(
                    settings.topic(),
                    null,
                    record.timestamp().toEpochMilli(),
                    key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                    values.serialize(settings.topic(), headers, record.value()),
                    headers);
        } catch (SerializationException | IllegalArgumentException | ArithmeticException e) {
            throw new PoisonException(
                    "a record cannot be written to topic '" + settings.topic() + "': " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
