package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka topics, written with records that were encoded before: keys and values are bytes or absent. Otherwise as
 * {@link KafkaSink}, with the same delivery.
 */
public final class KafkaRowSink implements Sink<ProducerRecord<byte[], byte[]>> {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final KafkaSinkSettings settings;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /**
     * A sink.
     *
     * @param settings their topic is asked for at each open; records go to the topic that they name
     */
    public KafkaRowSink(KafkaSinkSettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
    }

    @Override
    public void open() {
        close();
        try {
            KafkaProducer<byte[], byte[]> opened =
                    new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer());
            producer = opened;
            // asks the cluster, so that a wrong address shows here
            opened.partitionsFor(settings.topic());
        } catch (InterruptException e) {
            throw new TransientException("interrupted while connecting to Kafka", e);
        } catch (KafkaException e) {
            throw KafkaFailures.of(
                    "cannot connect to Kafka at " + settings.connection().bootstrapServers(), e);
        }
    }

    private Properties properties() {
        long timeout = settings.connection().timeout().toMillis();
        long linger = settings.linger().toMillis();
        Properties all = settings.connection().toProperties();
        all.setProperty("acks", "all");
        all.setProperty("enable.idempotence", "true");
        all.setProperty("linger.ms", Long.toString(linger));
        all.setProperty("max.block.ms", Long.toString(timeout));
        all.setProperty("delivery.timeout.ms", Long.toString(Math.min(Integer.MAX_VALUE, timeout + linger)));
        return all;
    }

    @Override
    public void write(List<Record<ProducerRecord<byte[], byte[]>>> batch) throws InterruptedException {
        send(batch.stream().map(Record::value).toList());
    }

    /** Sends them all, and waits for the cluster's answers. */
    void send(List<ProducerRecord<byte[], byte[]>> batch) throws InterruptedException {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            throw new TransientException("the sink of topic '" + settings.topic() + "' is not open");
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>(batch.size());
        try {
            for (ProducerRecord<byte[], byte[]> record : batch) {
                sent.add(open.send(record));
            }
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
        } catch (InterruptException _) {
            throw GroupReader.interrupted();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw KafkaFailures.of("cannot write to topic '" + settings.topic() + "'", cause == null ? e : cause);
        } catch (KafkaException e) {
            throw KafkaFailures.of("cannot write to topic '" + settings.topic() + "'", e);
        }
    }

    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            boolean interrupted = Thread.interrupted();
            try {
                open.close(CLOSE_PATIENCE);
            } catch (KafkaException e) {
                throw KafkaFailures.of("cannot close the producer of topic '" + settings.topic() + "'", e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
