package io.millrace.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.connector.embedded.EmbeddedMqttBroker;
import io.millrace.connector.mqtt.MqttConnection;
import io.millrace.connector.mqtt.MqttQuality;
import io.millrace.connector.mqtt.MqttSink;
import io.millrace.connector.mqtt.MqttSinkSettings;
import io.millrace.core.Record;
import io.millrace.ksql.format.LocalSchemas;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT to Kafka by a connector, with the embedded broker and a real mosquitto. */
final class MqttSourceIT {

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static EmbeddedKafka kafka;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private static String connector(String topic, String broker, String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "connector.class", "MqttSource",
                "kafka.topic", topic,
                "mqtt.server.uri", broker,
                "mqtt.clean.session.enabled", "false",
                "mqtt.qos", "1",
                "mqtt.topics", "/hfp/v2/journey/ongoing/vp/bus/#",
                "tasks.max", "1",
                "confluent.topic.bootstrap.servers", "broker:9092"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return Bench.connector("mqtt-source", settings);
    }

    private static String topic(int vehicle) {
        return "/hfp/v2/journey/ongoing/vp/bus/0018/" + vehicle
                + "/5520/2/Matinkylä (M)/15:56/2323253/4/60;24/17/63/84";
    }

    private static void publish(String broker, int from, int to) throws InterruptedException {
        MqttConnection connection = MqttConnection.of(broker, "publisher-" + from);
        try (MqttSink<String> sink = MqttSink.text(MqttSinkSettings.byKey(connection, MqttQuality.AT_LEAST_ONCE))) {
            sink.open();
            List<Record<String>> batch = new ArrayList<>();
            for (int i = from; i < to; i++) {
                batch.add(new Record<>(topic(i), payload(i), Instant.EPOCH, Map.of()));
            }
            sink.write(batch);
        }
    }

    private static String payload(int number) {
        return "{\"VP\":{\"veh\":" + number + "}}";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void writesTopicPayloadAndHeadersAsTheOriginalDoes() throws Exception {
        try (EmbeddedMqttBroker broker = EmbeddedMqttBroker.start();
                Bench bench = Bench.start(kafka.bootstrapServers())) {
            bench.ready();
            assertThat(bench.post("/connectors", connector("raw_avro", broker.address()))
                            .status())
                    .isEqualTo(201);
            bench.running("mqtt-source");
            publish(broker.address(), 0, 10);

            List<ConsumerRecord<byte[], byte[]>> rows = Topics.read(kafka.bootstrapServers(), "raw_avro", 10);

            assertThat(rows).hasSize(10);
            ConsumerRecord<byte[], byte[]> first = rows.getFirst();
            assertThat(text(first.key())).isEqualTo(topic(0));
            ByteBuffer framed = ByteBuffer.wrap(first.value());
            assertThat(framed.get()).isZero();
            assertThat(framed.getInt()).isEqualTo(LocalSchemas.number(Schema.create(Schema.Type.BYTES)));
            assertThat(text(first.value())).endsWith(payload(0));
            assertThat(Topics.header(first, "mqtt.qos")).isEqualTo("1");
            assertThat(Topics.header(first, "mqtt.retained")).isEqualTo("false");
            assertThat(Topics.header(first, "mqtt.duplicate")).isEqualTo("false");
            assertThat(Integer.parseInt(Topics.header(first, "mqtt.message.id")))
                    .isPositive();
            bench.delete("/connectors/mqtt-source");
        }
    }

    @Test
    void losesNothingOfWhatComesWhileItIsPausedOrAway() throws Exception {
        try (Programs mosquitto = Programs.mosquitto(folder)) {
            String broker = "tcp://127.0.0.1:" + mosquitto.port();
            try (Bench bench = Bench.start(kafka.bootstrapServers())) {
                bench.ready();
                bench.post(
                        "/connectors",
                        connector(
                                "raw_text",
                                broker,
                                "value.converter",
                                "StringConverter",
                                "mqtt.clean.session.enabled",
                                "false"));
                bench.running("mqtt-source");
                publish(broker, 0, 500);
                bench.put("/connectors/mqtt-source/pause", "");
                publish(broker, 500, 1_000);
                bench.put("/connectors/mqtt-source/resume", "");
                bench.running("mqtt-source");
            }
            publish(broker, 1_000, 1_500);
            try (Bench bench = Bench.start(kafka.bootstrapServers())) {
                bench.ready();
                bench.running("mqtt-source");
                publish(broker, 1_500, 2_000);
                Set<String> seen = new HashSet<>();
                Topics.read(kafka.bootstrapServers(), "raw_text", 2_000).forEach(row -> seen.add(text(row.value())));
                assertThat(seen).hasSize(2_000);
                bench.delete("/connectors/mqtt-source");
            }
        }
    }

    @Test
    void failsWhileTheBrokerIsAwayAndComesBackByItself() throws Exception {
        try (Programs mosquitto = Programs.mosquitto(folder);
                Bench bench = Bench.start(kafka.bootstrapServers())) {
            String broker = "tcp://127.0.0.1:" + mosquitto.port();
            bench.ready();
            bench.post("/connectors", connector("raw_again", broker, "value.converter", "ByteArrayConverter"));
            bench.running("mqtt-source");
            publish(broker, 0, 100);
            assertThat(Topics.read(kafka.bootstrapServers(), "raw_again", 100)).hasSize(100);

            mosquitto.kill();
            String trace = bench.task(
                            "mqtt-source",
                            "fails",
                            task -> task.path("state").asText().equals("FAILED"))
                    .path("trace")
                    .asText();
            assertThat(trace).contains("comes by itself at");
            mosquitto.startAgain();
            long back = System.nanoTime();
            bench.running("mqtt-source");
            System.out.printf(
                    "mosquitto killed and started again: the connector runs %d ms later%n",
                    (System.nanoTime() - back) / 1_000_000);
            publish(broker, 100, 200);
            Set<String> seen = new HashSet<>();
            Topics.read(kafka.bootstrapServers(), "raw_again", 200).forEach(row -> seen.add(text(row.value())));
            assertThat(seen).hasSize(200);
            bench.delete("/connectors/mqtt-source");
        }
    }
}
