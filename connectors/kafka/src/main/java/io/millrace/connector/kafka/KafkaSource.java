package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.PoisonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka topics, read as a member of a consumer group. A record has the key as text, the time stamp of Kafka and the
 * headers as text (of several with one name the last). It never ends.
 *
 * <p><b>Delivery:</b> committing a batch commits its offsets; what was not committed comes again after a reopen, or to
 * another member of the group.
 *
 * <p><b>Failure:</b> a key or value that cannot be decoded is poison, as is a record without value unless the source
 * was made {@link #withRemovals}; its message names topic, partition and offset.
 */
public final class KafkaSource<T> implements Source<T> {

    private final GroupReader reader;
    private final Values<T> values;
    private final Utf8 texts = new Utf8();
    // read but not given: the rest of a poll behind a record that cannot be decoded
    private final Deque<ConsumerRecord<byte[], byte[]>> pending = new ArrayDeque<>();

    /** Makes a value of a record's bytes; null when the record has none. */
    @FunctionalInterface
    private interface Values<T> {

        @Nullable
        T read(String topic, Headers headers, byte @Nullable [] bytes);
    }

    /** Reads values with a deserializer of Kafka's kind; it is not configured or closed here. */
    public KafkaSource(KafkaSourceSettings settings, Deserializer<T> values) {
        this(settings, plain(requireNonNull(values, "values is null")));
    }

    private KafkaSource(KafkaSourceSettings settings, Values<T> values) {
        this.reader = new GroupReader(requireNonNull(settings, "settings is null"), KafkaStarts.COMMITTED);
        this.values = values;
    }

    private static <T> Values<T> plain(Deserializer<T> values) {
        return (topic, headers, bytes) -> bytes == null ? null : values.deserialize(topic, headers, bytes);
    }

    /** Reads a topic of changes to a table: a record without value removes its key, and is given as empty. */
    public static <T> KafkaSource<Optional<T>> withRemovals(KafkaSourceSettings settings, Deserializer<T> values) {
        Values<T> plain = plain(requireNonNull(values, "values is null"));
        return new KafkaSource<>(
                settings, (topic, headers, bytes) -> Optional.ofNullable(plain.read(topic, headers, bytes)));
    }

    /** Reads values that are UTF-8 text. */
    public static KafkaSource<String> text(KafkaSourceSettings settings) {
        return new KafkaSource<>(settings, new Utf8());
    }

    @Override
    public void open() {
        pending.clear();
        reader.open();
    }

    @Override
    public Poll<T> poll(Duration timeout) throws InterruptedException {
        if (!reader.isOpen()) {
            return new Poll.End<>();
        }
        if (pending.isEmpty()) {
            ConsumerRecords<byte[], byte[]> rows = reader.poll(timeout);
            if (rows == null) {
                return new Poll.End<>();
            }
            rows.forEach(pending::add);
        }
        return pending.isEmpty() ? new Poll.Idle<>() : batch();
    }

    /** The records up to the next one that cannot be decoded; that one alone is thrown. */
    private Poll<T> batch() {
        List<Record<T>> records = new ArrayList<>(pending.size());
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> next = pending.peek(); next != null; next = pending.peek()) {
            try {
                records.add(record(next));
            } catch (SerializationException e) {
                if (!records.isEmpty()) {
                    break;
                }
                pending.remove();
                throw new PoisonException(
                        "%s partition %d offset %d cannot be read: %s"
                                .formatted(next.topic(), next.partition(), next.offset(), e.getMessage()),
                        e);
            }
            pending.remove();
            offsets.put(new TopicPartition(next.topic(), next.partition()), new OffsetAndMetadata(next.offset() + 1));
        }
        return new Poll.Batch<>(records, () -> reader.commit(offsets));
    }

    private Record<T> record(ConsumerRecord<byte[], byte[]> from) {
        T value = values.read(from.topic(), from.headers(), from.value());
        if (value == null) {
            throw new SerializationException("it has no value");
        }
        byte[] key = from.key();
        Map<String, String> headers = new HashMap<>();
        for (Header header : from.headers()) {
            byte[] text = header.value();
            headers.put(header.key(), text == null ? "" : new String(text, StandardCharsets.UTF_8));
        }
        return new Record<>(
                key == null ? null : texts.deserialize(from.topic(), key),
                value,
                Instant.ofEpochMilli(Math.max(0, from.timestamp())),
                headers);
    }

    @Override
    public void close() {
        reader.close();
    }
}
