package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
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
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final KafkaSourceSettings settings;
    private final Values<T> values;
    private final Utf8 texts = new Utf8();
    // the client belongs to one thread at a time; only wakeup may come from another
    private final ReentrantLock using = new ReentrantLock();
    // read but not given: the rest of a poll behind a record that cannot be decoded
    private final Deque<ConsumerRecord<byte[], byte[]>> pending = new ArrayDeque<>();
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean closed;

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
        this.settings = requireNonNull(settings, "settings is null");
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
        using.lock();
        try {
            closeConsumer();
            if (closed) {
                return;
            }
            KafkaConsumer<byte[], byte[]> opened =
                    new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            consumer = opened;
            if (closed) {
                opened.wakeup();
            }
            // a consumer by itself would wait in silence for a cluster that is not there
            for (String topic : settings.topics()) {
                List<?> partitions =
                        opened.partitionsFor(topic, settings.connection().timeout());
                if (partitions == null || partitions.isEmpty()) {
                    throw new TransientException("topic '" + topic + "' does not exist at "
                            + settings.connection().bootstrapServers());
                }
            }
            opened.subscribe(settings.topics());
        } catch (WakeupException _) {
            // closed meanwhile, the next poll tells
        } catch (KafkaException e) {
            throw KafkaFailures.of(
                    "cannot connect to Kafka at " + settings.connection().bootstrapServers(), e);
        } finally {
            using.unlock();
        }
    }

    private Properties properties() {
        Properties all = settings.connection().toProperties();
        all.setProperty("group.id", settings.group());
        all.setProperty("enable.auto.commit", "false");
        // a reader must not decide how many partitions a topic has
        all.setProperty("allow.auto.create.topics", "false");
        all.setProperty("auto.offset.reset", settings.fromStart() ? "earliest" : "latest");
        all.setProperty("max.poll.records", Integer.toString(settings.maxBatch()));
        all.setProperty(
                "default.api.timeout.ms",
                Long.toString(settings.connection().timeout().toMillis()));
        return all;
    }

    @Override
    public Poll<T> poll(Duration timeout) throws InterruptedException {
        using.lockInterruptibly();
        try {
            KafkaConsumer<byte[], byte[]> open = consumer;
            if (closed || open == null) {
                return new Poll.End<>();
            }
            if (pending.isEmpty()) {
                open.poll(timeout).forEach(pending::add);
            }
            return pending.isEmpty() ? new Poll.Idle<>() : batch();
        } catch (WakeupException _) {
            return new Poll.End<>();
        } catch (InterruptException _) {
            throw interrupted();
        } catch (KafkaException e) {
            throw KafkaFailures.of("cannot read " + settings.topics(), e);
        } finally {
            using.unlock();
        }
    }

    static InterruptedException interrupted() {
        // the client has set the flag again, which is for those who cannot throw
        Thread.interrupted();
        return new InterruptedException("interrupted while waiting for Kafka");
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
        return new Poll.Batch<>(records, () -> commit(offsets));
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

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        using.lock();
        try {
            KafkaConsumer<byte[], byte[]> open = consumer;
            if (open == null) {
                throw new TransientException("cannot commit to " + settings.topics() + ": the source is closed");
            }
            open.commitSync(offsets);
        } catch (WakeupException | InterruptException e) {
            throw new TransientException("cannot commit to " + settings.topics() + ": interrupted", e);
        } catch (KafkaException e) {
            throw KafkaFailures.of("cannot commit to " + settings.topics(), e);
        } finally {
            using.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        using.lock();
        try {
            closeConsumer();
        } finally {
            using.unlock();
        }
    }

    @SuppressWarnings("deprecation") // close(CloseOptions) is for leaving a group or not; we want the default
    private void closeConsumer() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        consumer = null;
        pending.clear();
        if (open != null) {
            boolean interrupted = Thread.interrupted(); // else it would not leave the group
            try {
                open.close(CLOSE_PATIENCE);
            } catch (KafkaException e) {
                throw KafkaFailures.of("cannot close the consumer of " + settings.topics(), e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
