package io.millrace.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.embedded.EmbeddedMqttBroker;
import io.millrace.core.Record;
import io.millrace.core.Sink;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.testkit.SinkContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MqttSinkIT implements SinkContract<String> {

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static EmbeddedMqttBroker broker;

    private final String topic = "sink/" + UUID.randomUUID();

    @SuppressWarnings("NullAway.Init") // made before each test
    private OtherClient other;

    @BeforeAll
    static void start() {
        broker = EmbeddedMqttBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void subscribe() throws Exception {
        other = new OtherClient(broker.address());
        other.subscribe(topic);
    }

    @AfterEach
    void disconnect() throws Exception {
        other.close();
    }

    @Override
    public List<String> samples() {
        return List.of("one", "two \uD83D\uDE8B", "", "four");
    }

    @Override
    public Sink<String> sink() {
        return new MqttSink<>(settings(topic, MqttQuality.AT_LEAST_ONCE), value -> {
            if (value.equals("unwritable")) {
                throw new IllegalArgumentException("it has no form");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        });
    }

    private static MqttSinkSettings settings(String topic, MqttQuality quality) {
        return new MqttSinkSettings(
                MqttConnection.of(broker.address(), "sink-" + UUID.randomUUID()), topic, quality, false, 3);
    }

    @Override
    public List<String> stored() throws Exception {
        return other.seen(topic);
    }

    @Override
    public String poison() {
        return "unwritable";
    }

    @Override
    public boolean idempotent() {
        return false;
    }

    @Test
    void writesManyInOrder() throws Exception {
        List<String> values =
                IntStream.range(0, 500).mapToObj(i -> "value " + i).toList();
        try (MqttSink<String> sink = MqttSink.text(settings(topic, MqttQuality.AT_LEAST_ONCE))) {
            sink.open();
            sink.write(values.stream()
                    .map(value -> Record.of(value, Instant.EPOCH))
                    .toList());
        }
        assertThat(other.seen(topic)).containsExactlyElementsOf(values);
    }

    @Test
    void writesToTheTopicOfTheKey() throws Exception {
        other.subscribe(topic + "/Matinkylä (M)");
        MqttConnection connection = MqttConnection.of(broker.address(), "by-key");
        try (MqttSink<String> sink = MqttSink.text(MqttSinkSettings.byKey(connection, MqttQuality.AT_LEAST_ONCE))) {
            sink.open();
            sink.write(List.of(new Record<>(topic + "/Matinkylä (M)", "x", Instant.EPOCH, Map.of())));
            assertThat(other.seen(topic + "/Matinkylä (M)")).containsExactly("x");
            assertThatThrownBy(() -> sink.write(List.of(Record.of("x", Instant.EPOCH))))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("the topic is missing: the record has no key");
            assertThatThrownBy(() -> sink.write(List.of(new Record<>("a/#", "x", Instant.EPOCH, Map.of()))))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("must not hold the wildcards");
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        MqttConnection nowhere =
                MqttConnection.of("tcp://127.0.0.1:1", "x").withTimes(Duration.ofSeconds(20), Duration.ofSeconds(1));
        try (MqttSink<String> sink = MqttSink.text(MqttSinkSettings.byKey(nowhere, MqttQuality.AT_MOST_ONCE))) {
            assertThatThrownBy(sink::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessage("cannot connect to MQTT broker 127.0.0.1:1: connection refused");
            assertThatThrownBy(() -> sink.write(List.of(Record.of("x", Instant.EPOCH))))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("is not open");
        }
    }
}
