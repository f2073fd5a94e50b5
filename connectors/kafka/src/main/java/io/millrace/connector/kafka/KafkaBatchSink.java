package io.millrace.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.millrace.core.BatchId;
import io.millrace.core.IdempotentSink;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic of JSON rows, each the text of a record. A batch is one transaction.
 *
 * <p><b>Delivery:</b> with a {@link BatchId} a batch is stored once for readers with {@code isolation.level} of
 * {@code read_committed}: the last offset of its stream is kept in a compacted topic, in the same transaction. Other
 * readers also see batches that were broken off. Without id, a batch that is written again is stored again.
 *
 * <p><b>Failure:</b> when another writer of the same transactional id opens, this one fails with a
 * {@link io.millrace.core.failure.FatalException}.
 */
public final class KafkaBatchSink implements IdempotentSink<JsonRow> {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final KafkaBatchSinkSettings settings;
    private final BatchOffsets offsets;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** A sink; nothing is done before {@link #open}. */
    public KafkaBatchSink(KafkaBatchSinkSettings settings) {
        this.settings = requireNonNull(settings, "settings is null");
        this.offsets = new BatchOffsets(settings);
    }

    @Override
    public void open() {
        close();
        String doing = "cannot connect to Kafka at " + settings.connection().bootstrapServers();
        try {
            offsets.ensureTopic();
            KafkaProducer<byte[], byte[]> opened =
                    new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer());
            producer = opened;
            opened.partitionsFor(settings.topic());
            // ends what a writer before this one left, so that what is read next is all there is
            opened.initTransactions();
            offsets.read();
        } catch (InterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted while connecting to Kafka", e);
        } catch (ExecutionException e) {
            throw KafkaFailures.of(doing, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new TransientException(
                    doing + ": no answer within " + settings.connection().timeout(), e);
        } catch (KafkaException e) {
            throw KafkaFailures.of(doing, e);
        }
    }

    private Properties properties() {
        long timeout = settings.connection().timeout().toMillis();
        Properties all = settings.connection().toProperties();
        all.setProperty("transactional.id", settings.transactionalId());
        all.setProperty("acks", "all");
        all.setProperty("linger.ms", "0");
        all.setProperty("max.block.ms", Long.toString(timeout));
        all.setProperty("delivery.timeout.ms", Long.toString(timeout));
        return all;
    }

    @Override
    public void write(BatchId id, List<Record<JsonRow>> batch) throws InterruptedException {
        if (batch.size() != id.size()) {
            throw new IllegalArgumentException(
                    "batch " + id + " must have " + id.size() + " records, had " + batch.size());
        }
        if (offsets.holds(id.stream(), id.last())) {
            return;
        }
        List<ProducerRecord<byte[], byte[]>> records = encode(batch);
        records.add(offsets.record(id.stream(), id.last()));
        commit(records);
        offsets.put(id.stream(), id.last());
    }

    @Override
    public void write(List<Record<JsonRow>> batch) throws InterruptedException {
        commit(encode(batch));
    }

    private List<ProducerRecord<byte[], byte[]>> encode(List<Record<JsonRow>> batch) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(batch.size() + 1);
        for (Record<JsonRow> record : batch) {
            JsonRow row = record.value();
            Object key = row.field(settings.key());
            try {
                records.add(new ProducerRecord<>(
                        settings.topic(),
                        null,
                        record.timestamp().toEpochMilli(),
                        key == null ? null : key.toString().getBytes(StandardCharsets.UTF_8),
                        row.toBytes()));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new PoisonException(
                        "a row cannot be written to topic '" + settings.topic() + "': " + e.getMessage(), e);
            }
        }
        return records;
    }

    private void commit(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            throw new TransientException("the sink of topic '" + settings.topic() + "' is not open");
        }
        String doing = "cannot write to topic '" + settings.topic() + "'";
        boolean done = false;
        try {
            open.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
            for (ProducerRecord<byte[], byte[]> record : records) {
                sent.add(open.send(record));
            }
            // tells which failure it was, as the commit alone does not
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
            open.commitTransaction();
            done = true;
        } catch (InterruptException _) {
            throw GroupReader.interrupted();
        } catch (ExecutionException e) {
            throw KafkaFailures.of(doing, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw KafkaFailures.of(doing, e);
        } finally {
            if (!done) {
                abort(open);
            }
        }
    }

    /** After what concerns one record the next batch goes on; after all else the producer is of no more use. */
    private void abort(KafkaProducer<byte[], byte[]> open) {
        try {
            open.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            producer = null;
            open.close(e instanceof ProducerFencedException ? Duration.ZERO : CLOSE_PATIENCE);
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
