package io.millrace.ksql.engine;

import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.query.PullOptions;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.run.RunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A real Kafka in this JVM, with what tests of engines do to it. Each test has an application of its own. */
final class Cluster {

    static final QueueSettings QUEUE = new QueueSettings(Overflow.BLOCK, 1_000, 100);
    static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final AtomicInteger applications = new AtomicInteger();

    private static final EmbeddedKafka kafka = start();

    private Cluster() {}

    private static EmbeddedKafka start() {
        EmbeddedKafka started = EmbeddedKafka.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-kafka"));
        return started;
    }

    static String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** A name that no other test has. */
    static String application() {
        return "test" + applications.incrementAndGet() + "_";
    }

    static KsqlEngine engine(String application, Path folder) throws InterruptedException {
        return engine(application, folder, RunSettings.alone(), RemoteQueries.NONE, Map.of());
    }

    static KsqlEngine engine(
            String application, Path folder, String server, RemoteQueries remote, Map<String, String> overrides)
            throws InterruptedException {
        return EngineProcess.engine(kafka.bootstrapServers(), application, folder, server, 0, remote, overrides);
    }

    /** A session that reads everything from the first record. */
    static Session earliest() {
        return new Session(Map.of("auto.offset.reset", "earliest"), Map.of());
    }

    /** The rows of a pull query. */
    static List<List<@Nullable Object>> pull(KsqlEngine engine, String text) throws InterruptedException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        SelectResult result = engine.select(text, new Session(), PullOptions.DEFAULT, QUEUE);
        ((SelectResult.Pull) result).run(row -> rows.add(Arrays.asList(row)));
        return rows;
    }

    static void put(String topic, @Nullable String key, @Nullable String value) {
        put(topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), bytes(value));
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("NullAway") // Kafka means "no key" and "no value" by null
    static void put(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        try {
            Producer.INSTANCE.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes without waiting; {@link #flush} waits for all. */
    @SuppressWarnings("NullAway") // Kafka means "no key" by null
    static void send(String topic, byte @Nullable [] key, byte[] value, long timestamp) {
        var _ = Producer.INSTANCE.send(new ProducerRecord<>(topic, null, timestamp, key, value));
    }

    static void flush() {
        Producer.INSTANCE.flush();
    }

    /** Made at the first use. */
    private static final class Producer {
        private static final KafkaProducer<byte[], byte[]> INSTANCE =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Properties client() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
        return properties;
    }

    /** All that is in a topic. */
    static List<ConsumerRecord<byte[], byte[]>> contents(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    /** Waits for at most a minute; not being able to answer yet is no answer. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = Ticker.SYSTEM.nanos() + PATIENCE.toNanos();
        TransientException last = null;
        while (Ticker.SYSTEM.nanos() < end) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
                last = null; // it has been answered since
            } catch (TransientException e) {
                last = e;
            }
            Ticker.SYSTEM.sleep(Duration.ofMillis(50));
        }
        throw new AssertionError("waited in vain for: " + what, last);
    }

    static String resource(String name) {
        try (var stream = Cluster.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
