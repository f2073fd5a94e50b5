package io.millrace.benchmark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Single records, 200 in a second, from before they are sent until they come out of a query's topic. */
final class KsqlRoundTrips implements AutoCloseable {

    private static final int WARM_UP = 200;
    private static final int COUNT = 800;
    static final int RECORDS = WARM_UP + COUNT;
    private static final long PACE_NANOS = 5_000_000;

    private final String input;
    private final int firstKey;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final long[] sent = new long[RECORDS];

    /**
     * Between these topics.
     *
     * @param firstKey of {@value #RECORDS} keys that no other record has
     */
    KsqlRoundTrips(String bootstrapServers, String input, String output, int firstKey) {
        this.input = input;
        this.firstKey = firstKey;
        Properties all = new Properties();
        all.setProperty("bootstrap.servers", bootstrapServers);
        all.setProperty("linger.ms", "0");
        this.producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(output, 0)));
    }

    /** Microseconds of each, sorted. */
    long[] run() throws InterruptedException {
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        Thread sender = Thread.ofPlatform().start(this::send);
        long[] micros = new long[COUNT];
        int taken = 0;
        while (taken < COUNT) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                long now = System.nanoTime();
                int number = ByteBuffer.wrap(record.key()).getInt() - firstKey;
                if (number >= WARM_UP && number < sent.length) {
                    micros[taken++] = (now - sent[number]) / 1_000;
                }
            }
        }
        sender.join();
        Arrays.sort(micros);
        return micros;
    }

    private void send() {
        byte[] value = "{\"place\":\"Rautatientori\",\"value\":1.5,\"time\":1}".getBytes(StandardCharsets.UTF_8);
        long start = System.nanoTime();
        for (int i = 0; i < sent.length; i++) {
            long due = start + i * PACE_NANOS - System.nanoTime();
            if (due > 0) {
                try {
                    TimeUnit.NANOSECONDS.sleep(due);
                } catch (InterruptedException e) {
                    return;
                }
            }
            byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(firstKey + i).array();
            sent[i] = System.nanoTime();
            var _ = producer.send(new ProducerRecord<>(input, key, value));
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
