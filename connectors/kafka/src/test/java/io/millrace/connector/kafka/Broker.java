package io.millrace.connector.kafka;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A real Kafka broker that tests share; each test has a topic of its own. It must make no topics by itself, take
 * messages of at most 100000 bytes, and keep old ones.
 *
 * @param address its host and port
 */
record Broker(String address) {

    private static final AtomicInteger topics = new AtomicInteger();

    /** Started at the first use, stopped with the JVM. */
    private static final class Embedded {
        static final Broker BROKER = start();
    }

    /** The one in this JVM, in KRaft mode. */
    static Broker embedded() {
        return Embedded.BROKER;
    }

    private static Broker start() {
        EmbeddedKafkaBroker started = new EmbeddedKafkaBroker()
                .withAdditionalProperties(properties -> {
                    properties.setProperty("auto.create.topics.enable", "false");
                    properties.setProperty("group.initial.rebalance.delay.ms", "0");
                    properties.setProperty("message.max.bytes", "100000");
                    // records of 1970 would go at the first look
                    properties.setProperty("log.retention.ms", "-1");
                })
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-broker"));
        return new Broker(started.getAdvertisedListeners().replaceFirst(".*://", ""));
    }

    /** Makes a topic of one partition, so that all records have one order. */
    String topic() throws ExecutionException, InterruptedException {
        String topic = "topic-" + topics.incrementAndGet();
        create(topic);
        return topic;
    }

    void create(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) address()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    void put(String topic, byte[]... values) throws ExecutionException, InterruptedException {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", address());
        properties.setProperty("linger.ms", "0");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }
    }

    /** Writes a key whose value was removed. */
    void remove(String topic, String key) throws ExecutionException, InterruptedException {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", address());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(removal(topic, key)).get();
        }
    }

    @SuppressWarnings("NullAway") // Kafka means a removal by a value of null
    private static ProducerRecord<byte[], byte[]> removal(String topic, String key) {
        return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), null);
    }

    /** All that is in the topic. */
    List<ConsumerRecord<String, String>> contents(String topic) {
        return contents(topic, "read_uncommitted");
    }

    /** All that is in the topic for a reader of this isolation. */
    List<ConsumerRecord<String, String>> contents(String topic, String isolation) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", address());
        properties.setProperty("isolation.level", isolation);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = end(partition);
            List<ConsumerRecord<String, String>> all = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
            }
            return all;
        }
    }

    /** Where the topic ends, also behind a transaction whose end is not yet written down everywhere. */
    private long end(TopicPartition partition) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", address());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }
}
