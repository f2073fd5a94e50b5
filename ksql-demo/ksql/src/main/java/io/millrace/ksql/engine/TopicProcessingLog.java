package io.millrace.ksql.engine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.run.ProcessingLog;
import io.millrace.ksql.run.RecordFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures as JSON in a topic, in ksqlDB's form:
 * {@code {"level":"ERROR","logger":"processing.CSAS_X_1.Source","time":1669603746000,"message":{"type":0,...}}}. At
 * most {@value #CAPACITY} wait to be written; what comes beyond is dropped and counted.
 */
final class TopicProcessingLog implements ProcessingLog, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicProcessingLog.class);
    private static final int CAPACITY = 10_000;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final String topic;
    private final Ticker ticker;
    private final KafkaProducer<byte[], byte[]> producer;
    private final BlockingQueue<RecordFailure> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong reported = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    TopicProcessingLog(String topic, Properties client, Ticker ticker) {
        this.topic = topic;
        this.ticker = ticker;
        Properties writing = new Properties();
        writing.putAll(client);
        writing.put("linger.ms", "5");
        writing.put("compression.type", "gzip");
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        this.thread = Thread.ofVirtual().name("ksql-processing-log").start(this::run);
    }

    @Override
    public void report(RecordFailure failure) {
        reported.incrementAndGet();
        if (!queue.offer(failure)) {
            dropped.incrementAndGet();
        }
    }

    /** How many failures there were. */
    long reported() {
        return reported.get();
    }

    /** How many of them were not written. */
    long dropped() {
        return dropped.get();
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                RecordFailure failure = queue.poll(200, TimeUnit.MILLISECONDS);
                if (failure != null) {
                    send(failure);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(RecordFailure failure) {
        try {
            var _ = producer.send(new ProducerRecord<>(topic, bytes(failure)), (_, problem) -> {
                if (problem != null) {
                    dropped.incrementAndGet();
                }
            });
        } catch (KafkaException e) {
            dropped.incrementAndGet();
            log.debug("cannot write to the processing log", e);
        }
    }

    private byte[] bytes(RecordFailure failure) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("level", "ERROR")
                .put("logger", "processing." + failure.query() + "." + failure.step())
                .put("time", ticker.now().toEpochMilli());
        ObjectNode message =
                node.putObject("message").put("type", failure.kind().number());
        ObjectNode detail = message.putObject(name(failure.kind()));
        detail.put("errorMessage", failure.message());
        put(detail, "recordB64", failure.kind() == RecordFailure.Kind.DESERIALIZATION ? failure.record() : null);
        put(detail, "record", failure.kind() == RecordFailure.Kind.DESERIALIZATION ? null : failure.record());
        failure.causes().forEach(detail.withArray("cause")::add);
        RecordFailure.Place place = failure.place();
        put(detail, "topic", place.topic());
        if (place.partition() >= 0) {
            detail.put("partition", place.partition()).put("offset", place.offset());
        }
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static String name(RecordFailure.Kind kind) {
        return switch (kind) {
            case DESERIALIZATION, SERIALIZATION, PRODUCTION -> kind.name().toLowerCase(Locale.ROOT) + "Error";
            case PROCESSING -> "recordProcessingError";
            case THREAD -> "kafkaStreamsThreadError";
        };
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }
}
