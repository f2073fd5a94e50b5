package io.millrace.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.embedded.EmbeddedMqttBroker;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong, and how it is told. */
final class MqttFailuresIT {

    private static MqttSource<String> source(MqttConnection connection) {
        return MqttSource.text(
                MqttSourceSettings.of(connection, "a/#").with(MqttQuality.AT_LEAST_ONCE, true), Ticker.SYSTEM);
    }

    @Test
    void needsThePasswordAndNeverPrintsIt() throws Exception {
        try (EmbeddedMqttBroker broker = EmbeddedMqttBroker.start(0, null, Map.of("bus", "sesame"))) {
            MqttConnection nobody = MqttConnection.of(broker.address(), "x");
            MqttConnection wrong = nobody.withUser("bus", "hunter2");
            assertThat(wrong.toString()).contains("user=bus").doesNotContain("hunter2");
            for (MqttConnection connection : new MqttConnection[] {nobody, wrong}) {
                try (MqttSource<String> source = source(connection)) {
                    assertThatThrownBy(source::open)
                            .isInstanceOf(FatalException.class)
                            .hasMessage("MQTT broker 127.0.0.1:" + broker.port()
                                    + " refuses client 'x': bad user name or password");
                }
            }
            try (MqttSource<String> source = source(nobody.withUser("bus", "sesame"))) {
                source.open();
                assertThat(source.poll(Duration.ofMillis(10))).isInstanceOf(Poll.Idle.class);
            }
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        try (MqttSource<String> source = source(MqttConnection.of("tcp://127.0.0.1:1", "x"))) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessage("cannot connect to MQTT broker 127.0.0.1:1: connection refused");
        }
        try (MqttSource<String> source = source(MqttConnection.of("tcp://no.such.host.invalid", "x"))) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("no.such.host.invalid:1883");
        }
    }

    @Test
    void throwsWhenTheBrokerGoesAndWorksAgainWhenItIsBack(@TempDir Path folder) throws Exception {
        EmbeddedMqttBroker broker = EmbeddedMqttBroker.start(0, folder, Map.of());
        int port = broker.port();
        MqttSourceSettings settings = MqttSourceSettings.of(MqttConnection.of(broker.address(), "back"), "a/#");
        try (MqttSource<String> source = MqttSource.text(settings, Ticker.SYSTEM)) {
            source.open();
            broker.close();
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("connection to MQTT broker 127.0.0.1:" + port + " lost");
            assertThatThrownBy(source::open).isInstanceOf(TransientException.class);
            broker = EmbeddedMqttBroker.start(port, folder, Map.of());
            source.open();
            assertThat(source.lostSessions()).isZero();
            try (OtherClient other = new OtherClient(broker.address())) {
                other.publish("a/b", 1, "again");
            }
            assertThat(MqttSourceCases.take(source, 1, true))
                    .extracting(Record::value)
                    .containsExactly("again");
        } finally {
            broker.close();
        }
    }

    @Test
    void countsSessionsThatTheBrokerHasForgotten() throws Exception {
        EmbeddedMqttBroker broker = EmbeddedMqttBroker.start();
        int port = broker.port();
        try (MqttSource<String> source = MqttSource.text(
                MqttSourceSettings.of(MqttConnection.of(broker.address(), "forgotten"), "a/#"), Ticker.SYSTEM)) {
            source.open();
            broker.close();
            broker = EmbeddedMqttBroker.start(port, null, Map.of());
            source.open();
            assertThat(source.lostSessions()).isEqualTo(1);
        } finally {
            broker.close();
        }
    }

    @Test
    void throwsExactlyTheMessageThatCannotBeReadAndGoesOn() throws Exception {
        try (EmbeddedMqttBroker broker = EmbeddedMqttBroker.start();
                OtherClient other = new OtherClient(broker.address());
                MqttSource<String> source = source(MqttConnection.of(broker.address(), "poison"))) {
            source.open();
            other.publish("a/1", 1, "good");
            other.publish("a/2", 1, false, new byte[] {(byte) 0xff});
            other.publish("a/3", 1, "better");
            Eventually.until("all have come", () -> source.queue().depth() == 3);
            assertThat(MqttSourceCases.take(source, 1, true))
                    .extracting(Record::value)
                    .containsExactly("good");
            assertThatThrownBy(() -> source.poll(Duration.ofSeconds(1)))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage("message of topic 'a/2' cannot be read: it is not UTF-8");
            assertThat(MqttSourceCases.take(source, 1, true))
                    .extracting(Record::value)
                    .containsExactly("better");
        }
    }

    @Test
    void dropsByThePolicyAndCounts() throws Exception {
        for (Overflow overflow : Overflow.values()) {
            try (EmbeddedMqttBroker broker = EmbeddedMqttBroker.start();
                    OtherClient other = new OtherClient(broker.address());
                    MqttSource<String> source = MqttSource.text(
                            MqttSourceSettings.of(MqttConnection.of(broker.address(), "drops"), "a/#")
                                    .with(MqttQuality.AT_MOST_ONCE, true)
                                    .with(new QueueSettings(overflow, 4, 4)),
                            Ticker.SYSTEM)) {
                source.open();
                for (int i = 0; i < 12; i++) {
                    other.publish("a/" + i % 2, 1, "value " + i);
                }
                switch (overflow) {
                    case BLOCK ->
                        assertThat(MqttSourceCases.take(source, 12, true)).hasSize(12);
                    case DROP_OLDEST -> {
                        Eventually.until("8 are dropped", () -> source.queue().dropped() == 8);
                        assertThat(MqttSourceCases.take(source, 4, true))
                                .extracting(Record::value)
                                .containsExactly("value 8", "value 9", "value 10", "value 11");
                    }
                    case DROP_NEWEST -> {
                        Eventually.until("8 are dropped", () -> source.queue().dropped() == 8);
                        assertThat(MqttSourceCases.take(source, 4, true))
                                .extracting(Record::value)
                                .containsExactly("value 0", "value 1", "value 2", "value 3");
                    }
                    case LATEST_BY_KEY -> {
                        Eventually.until("10 are dropped", () -> source.queue().dropped() == 10);
                        assertThat(MqttSourceCases.take(source, 2, true))
                                .extracting(Record::value)
                                .containsExactly("value 10", "value 11");
                    }
                    case DISCONNECT -> {
                        // not before: a poll that takes what has come makes room
                        Eventually.until(
                                "the full queue is emptied",
                                () -> source.queue().dropped() > 0);
                        assertThatThrownBy(() -> source.poll(Duration.ofSeconds(5)))
                                .isInstanceOf(TransientException.class)
                                .hasMessageContaining("queue is full (4 records)");
                        source.open();
                        other.publish("a/b", 0, "after");
                        assertThat(MqttSourceCases.take(source, 1, true))
                                .extracting(Record::value)
                                .containsExactly("after");
                    }
                }
            }
        }
    }

    @Test
    void trustsOnlyWhomItWasTold(@TempDir Path folder) throws Exception {
        Pem pem = Pem.create(folder);
        try (Mosquitto broker = Mosquitto.start(
                folder, "certfile " + pem.certificate(), "keyfile " + pem.key(), "allow_anonymous true")) {
            MqttConnection secure = MqttConnection.of("mqtts://127.0.0.1:" + broker.port(), "tls");
            try (MqttSource<String> stranger = source(secure)) {
                assertThatThrownBy(stranger::open)
                        .isInstanceOf(FatalException.class)
                        .hasMessageContaining("cannot connect to MQTT broker 127.0.0.1");
            }
            MqttConnection trusting = secure.with(new MqttTls(pem.certificate(), null, null));
            try (MqttSource<String> source = source(trusting);
                    MqttSink<String> sink =
                            MqttSink.text(MqttSinkSettings.byKey(secureSink(trusting), MqttQuality.AT_LEAST_ONCE))) {
                source.open();
                sink.open();
                sink.write(List.of(new Record<>("a/b", "secret", Ticker.SYSTEM.now(), Map.of())));
                assertThat(MqttSourceCases.take(source, 1, true))
                        .extracting(Record::value)
                        .containsExactly("secret");
            }
        }
    }

    private static MqttConnection secureSink(MqttConnection of) {
        return new MqttConnection(
                of.server(),
                "tls-sink",
                null,
                null,
                MqttProtocol.V5,
                of.tls(),
                of.keepAlive(),
                of.timeout(),
                of.maxMessageBytes());
    }

    @Test
    void refusesWrongSettings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MqttConnection.of("http://h", "x"))
                .withMessageContaining("tcp://host:1883");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MqttConnection.of("tcp://u:hunter2@h", "x"))
                .withMessageNotContaining("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MqttSourceSettings.of(MqttConnection.of("tcp://h", "x"), "a/#/b"))
                .withMessage("# must be the whole last level of a topic filter, was 'a/#/b'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MqttSourceSettings.of(MqttConnection.of("tcp://h", ""), "a"))
                .withMessageContaining("clientId must not be empty");
    }
}
