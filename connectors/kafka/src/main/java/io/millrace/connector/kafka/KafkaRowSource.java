package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka topics as they are: keys and values are bytes or absent, with topic, partition, offset and headers. For those
 * who decode later, or hold offsets themselves. It never ends.
 *
 * <p><b>Delivery:</b> as {@link KafkaSource}; and where {@link KafkaStarts} names an offset, reading begins there,
 * whatever the group has committed.
 */
public final class KafkaRowSource implements Source<ConsumerRecord<byte[], byte[]>> {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final KafkaSourceSettings settings;
    private final KafkaStarts starts;
    // the client belongs to one thread at a time; only wakeup may come from another
    private final ReentrantLock using = new ReentrantLock();
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean closed;
    private @Nullable StreamException refused;

    public KafkaRowSource(KafkaSourceSettings settings, KafkaStarts starts) {
        this.settings = requireNonNull(settings, "settings is null");
        this.starts = requireNonNull(starts, "starts is null");
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
            opened.subscribe(settings.topics(), new Seeks(opened));
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
        all.setProperty("auto.offset.reset", settings.fromStart() ? "earliest" : "latest");
        all.setProperty("max.poll.records", Integer.toString(settings.maxBatch()));
        all.setProperty(
                "default.api.timeout.ms",
                Long.toString(settings.connection().timeout().toMillis()));
        return all;
    }

    @Override
    public Poll<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) throws InterruptedException {
        using.lockInterruptibly();
        try {
            KafkaConsumer<byte[], byte[]> open = consumer;
            if (closed || open == null) {
                return new Poll.End<>();
            }
            return batch(open, timeout);
        } catch (WakeupException _) {
            return new Poll.End<>();
        } catch (InterruptException _) {
            throw KafkaSource.interrupted();
        } catch (KafkaException e) {
            StreamException cause = refused;
            refused = null;
            throw cause != null ? cause : KafkaFailures.of("cannot read " + settings.topics(), e);
        } finally {
            using.unlock();
        }
    }

    private Poll<ConsumerRecord<byte[], byte[]>> batch(KafkaConsumer<byte[], byte[]> open, Duration timeout) {
        List<Record<ConsumerRecord<byte[], byte[]>>> records = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> row : open.poll(timeout)) {
            records.add(Record.of(row, Instant.ofEpochMilli(Math.max(0, row.timestamp()))));
            offsets.put(new TopicPartition(row.topic(), row.partition()), new OffsetAndMetadata(row.offset() + 1));
        }
        return records.isEmpty() ? new Poll.Idle<>() : new Poll.Batch<>(records, () -> commit(offsets));
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

    /** Moves to where reading begins, when partitions come. */
    private final class Seeks implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> of;

        Seeks(KafkaConsumer<byte[], byte[]> of) {
            this.of = of;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            try {
                starts.of(Set.copyOf(partitions)).forEach(of::seek);
            } catch (StreamException e) {
                // the client would wrap it
                refused = e;
                throw e;
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // what was polled is stored and committed before the next poll, and only a poll revokes
        }
    }
}
