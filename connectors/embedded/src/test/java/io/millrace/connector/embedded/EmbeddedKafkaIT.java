package io.millrace.connector.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {

    @Test
    void keepsTopicsAndOffsetsOverARestart(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("made when missing");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, data, Map.of("auto.create.topics.enable", "false"))) {
            try (Admin admin = Admin.create(properties(kafka))) {
                admin.createTopics(List.of(new NewTopic("trades", 3, (short) 1)))
                        .all()
                        .get();
            }
            put(kafka, "first", "second");
            assertThat(read(kafka)).containsExactlyInAnyOrder("first", "second");
        }
        try (EmbeddedKafka again = EmbeddedKafka.start(0, data, Map.of())) {
            put(again, "third");
            assertThat(read(again)).containsExactly("third");
        }
        assertThat(data).isNotEmptyDirectory();
    }

    private static Properties properties(EmbeddedKafka kafka) {
        Properties all = new Properties();
        all.setProperty("bootstrap.servers", kafka.bootstrapServers());
        all.setProperty("group.id", "group");
        all.setProperty("auto.offset.reset", "earliest");
        return all;
    }

    private static void put(EmbeddedKafka kafka, String... values) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties(kafka), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("trades", value, value)).get();
            }
        }
    }

    /** What the group has not read yet. */
    private static List<String> read(EmbeddedKafka kafka) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties(kafka), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("trades"));
            List<String> all = new ArrayList<>();
            int quiet = 0;
            while (quiet < 3) {
                int before = all.size();
                consumer.poll(Duration.ofMillis(500)).forEach(record -> all.add(record.value()));
                quiet = all.size() > before || all.isEmpty() ? 0 : quiet + 1;
            }
            consumer.commitSync();
            return all;
        }
    }

    @Test
    void removesATemporaryFolderAndStopsTwice() {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        assertThat(kafka.port()).isPositive();
        kafka.close();
        kafka.close();
    }

    @Test
    void saysWhichPortIsTakenByWhom(@TempDir Path folder) throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            int taken = redis.port();
            assertThatThrownBy(() -> EmbeddedKafka.start(taken, null, Map.of()))
                    .isInstanceOf(FatalException.class)
                    .hasMessage("cannot start Kafka: port " + taken + " is taken");
            assertThatThrownBy(() -> EmbeddedMqttBroker.start(taken, null, Map.of()))
                    .isInstanceOf(FatalException.class)
                    .hasMessage("cannot start the MQTT broker: port " + taken + " is taken");
            assertThatThrownBy(() -> EmbeddedRedis.start(taken, null, null))
                    .isInstanceOf(FatalException.class)
                    .hasMessage("cannot start Redis: port " + taken + " is taken");
        }
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> EmbeddedRedis.start(0, file, null))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("cannot make the data folder of redis");
    }
}
