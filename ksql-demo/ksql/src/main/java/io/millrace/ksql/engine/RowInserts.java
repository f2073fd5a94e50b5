package io.millrace.ksql.engine;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.format.Codecs;
import io.millrace.ksql.format.FormatException;
import io.millrace.ksql.format.Key;
import io.millrace.ksql.format.Row;
import io.millrace.ksql.plan.DataSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes single rows into streams and tables. Thread-safe. */
final class RowInserts implements AutoCloseable {

    private final Codecs codecs;
    private final Ticker ticker;
    private final KafkaProducer<byte[], byte[]> producer;

    RowInserts(Codecs codecs, Properties client, Ticker ticker) {
        this.codecs = codecs;
        this.ticker = ticker;
        Properties writing = new Properties();
        writing.putAll(client);
        writing.put("linger.ms", "0");
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Writes a row.
     *
     * @param row a value for each column of the target
     * @param time of the row in milliseconds; empty for now
     * @return done when the row is durable
     */
    CompletableFuture<Void> insert(DataSource target, List<@Nullable Object> row, OptionalLong time) {
        int keys = target.schema().keys().size();
        int values = target.schema().values().size();
        @Nullable Object[] all = row.toArray();
        Row key = Row.of(Arrays.copyOf(all, keys));
        Row value = Row.of(Arrays.copyOfRange(all, keys, keys + values));
        try {
            byte[] keyBytes = keys == 0 || Arrays.stream(key.values()).allMatch(Objects::isNull)
                    ? null
                    : codecs.keySerde(target)
                            .serializer()
                            .serialize(target.topic().name(), new Key(key, null));
            byte[] valueBytes = codecs.values(target).write(value);
            long at = time.isPresent() ? time.getAsLong() : ticker.now().toEpochMilli();
            return send(record(target.topic().name(), at, keyBytes, valueBytes));
        } catch (FormatException e) {
            throw new InvalidRequestException(
                    Reason.UNPROCESSABLE, "cannot write into " + target.name() + ": " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("NullAway") // Kafka means "no key" and "no value" by null
    private static ProducerRecord<byte[], byte[]> record(
            String topic, long at, byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, null, at, key, value);
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            var _ = producer.send(record, (_, problem) -> {
                if (problem == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(
                            new TransientException("cannot write to topic " + record.topic(), problem));
                }
            });
        } catch (KafkaException e) {
            throw new TransientException("cannot write to topic " + record.topic() + ": " + e.getMessage(), e);
        }
        return done;
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ofSeconds(5));
    }
}
