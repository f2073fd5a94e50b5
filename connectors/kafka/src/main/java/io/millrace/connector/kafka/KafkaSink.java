package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import java.nio.charset.StandardCharsets;
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
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic, written with {@code acks=all} and an idempotent producer. Records with one key keep their order, those
 * without are spread over the partitions.
 *
 * <p><b>Delivery:</b> at least once. There is no key by which it could be idempotent: a batch that is written again
 * after a failure may be in the topic twice, in part or as a whole.
 */
public final class KafkaSink<T> implements Sink<T> {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final KafkaSinkSettings settings;
    private final Serializer<T> values;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** Writes values with a serializer of Kafka's kind; it is not configured or closed here. */
    public KafkaSink(KafkaSinkSettings settings, Serializer<T> values) {
        this.settings = requireNonNull(settings, "settings is null");
        this.values = requireNonNull(values, "values is null");
    }

    /** Writes values as UTF-8 text. */
    public static KafkaSink<String> text(KafkaSinkSettings settings) {
        return new KafkaSink<>(settings, new StringSerializer());
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
    public void write(List<Record<T>> batch) throws InterruptedException {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            throw new TransientException("the sink of topic '" + settings.topic() + "' is not open");
        }
        // all or none of a batch with a record that cannot be encoded
        List<ProducerRecord<byte[], byte[]>> encoded =
                batch.stream().map(this::encode).toList();
        List<Future<RecordMetadata>> sent = new ArrayList<>(encoded.size());
        try {
            for (ProducerRecord<byte[], byte[]> record : encoded) {
                sent.add(open.send(record));
            }
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
        } catch (InterruptException _) {
            throw KafkaSource.interrupted();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw KafkaFailures.of("cannot write to topic '" + settings.topic() + "'", cause == null ? e : cause);
        } catch (KafkaException e) {
            throw KafkaFailures.of("cannot write to topic '" + settings.topic() + "'", e);
        }
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
