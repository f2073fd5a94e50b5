package io.millrace.connector.kafka;

import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A member of a consumer group, in the terms of a source.
 *
 * <p><b>Threading:</b> one thread calls everything, except that {@link #close} may come from another.
 */
final class GroupReader {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final KafkaSourceSettings settings;
    private final KafkaStarts starts;
    // the client belongs to one thread at a time; only wakeup may come from another
    private final ReentrantLock using = new ReentrantLock();
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean closed;
    private @Nullable StreamException refused;

    GroupReader(KafkaSourceSettings settings, KafkaStarts starts) {
        this.settings = settings;
        this.starts = starts;
    }

    void open() {
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
        // a reader must not decide how many partitions a topic has
        all.setProperty("allow.auto.create.topics", "false");
        all.setProperty("auto.offset.reset", settings.fromStart() ? "earliest" : "latest");
        all.setProperty("max.poll.records", Integer.toString(settings.maxBatch()));
        all.setProperty(
                "default.api.timeout.ms",
                Long.toString(settings.connection().timeout().toMillis()));
        return all;
    }

    /** Whether there is anything to poll: not before it was opened, nor once it was closed. */
    boolean isOpen() {
        return !closed && consumer != null;
    }

    /** Waits for rows. Null when it is closed, or was closed meanwhile. */
    @Nullable
    ConsumerRecords<byte[], byte[]> poll(Duration timeout) throws InterruptedException {
        using.lockInterruptibly();
        try {
            KafkaConsumer<byte[], byte[]> open = consumer;
            return closed || open == null ? null : open.poll(timeout);
        } catch (WakeupException _) {
            return null;
        } catch (InterruptException _) {
            throw interrupted();
        } catch (KafkaException e) {
            StreamException cause = refused;
            refused = null;
            throw cause != null ? cause : KafkaFailures.of("cannot read " + settings.topics(), e);
        } finally {
            using.unlock();
        }
    }

    static InterruptedException interrupted() {
        // the client has set the flag again, which is for those who cannot throw
        Thread.interrupted();
        return new InterruptedException("interrupted while waiting for Kafka");
    }

    void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
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

    void close() {
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
