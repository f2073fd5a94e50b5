package io.millrace.connector.kafka;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The last offset of each stream, in a compacted topic: the key is the stream's name, the value digits. */
final class BatchOffsets {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaBatchSinkSettings settings;
    private final Map<String, Long> last = new HashMap<>();

    BatchOffsets(KafkaBatchSinkSettings settings) {
        this.settings = settings;
    }

    /** Whether a batch that ends there is in the topic. */
    boolean holds(String stream, long offset) {
        return last.getOrDefault(stream, -1L) >= offset;
    }

    void put(String stream, long offset) {
        last.put(stream, offset);
    }

    ProducerRecord<byte[], byte[]> record(String stream, long offset) {
        return new ProducerRecord<>(
                settings.batches(),
                0,
                stream.getBytes(StandardCharsets.UTF_8),
                Long.toString(offset).getBytes(StandardCharsets.US_ASCII));
    }

    void ensureTopic() throws ExecutionException, TimeoutException, InterruptedException {
        Properties properties = settings.connection().toProperties();
        long patience = settings.connection().timeout().toMillis();
        properties.setProperty("default.api.timeout.ms", Long.toString(patience));
        Admin admin = Admin.create(properties);
        try {
            NewTopic topic = new NewTopic(settings.batches(), Optional.of(1), Optional.empty())
                    .configs(Map.of("cleanup.policy", "compact"));
            admin.createTopics(List.of(topic)).all().get(patience, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        } finally {
            admin.close(CLOSE_PATIENCE);
        }
    }

    /** Reads what was committed; transactions of this writer must have ended. */
    void read() throws InterruptedException {
        last.clear();
        Properties properties = settings.connection().toProperties();
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty(
                "default.api.timeout.ms",
                Long.toString(settings.connection().timeout().toMillis()));
        TopicPartition partition = new TopicPartition(settings.batches(), 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            int quiet = 0;
            while (consumer.position(partition) < end) {
                if (Thread.interrupted()) {
                    throw GroupReader.interrupted();
                }
                int before = last.size();
                long at = consumer.position(partition);
                consumer.poll(POLL).forEach(this::take);
                quiet = last.size() == before && consumer.position(partition) == at ? quiet + 1 : 0;
                if (quiet * POLL.toMillis() > settings.connection().timeout().toMillis()) {
                    throw new TransientException("cannot read topic '" + settings.batches() + "': no answer within "
                            + settings.connection().timeout());
                }
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        byte[] value = record.value();
        String text = value == null ? "nothing" : new String(value, StandardCharsets.UTF_8);
        try {
            long offset = Long.parseLong(text);
            if (key != null) {
                last.put(new String(key, StandardCharsets.UTF_8), offset);
                return;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new FatalException("topic '" + settings.batches() + "' offset " + record.offset()
                + " must hold a stream and its offset, was '" + text + "': the topic is not this sink's");
    }
}
