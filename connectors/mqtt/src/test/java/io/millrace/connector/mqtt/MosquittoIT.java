package io.millrace.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Record;
import io.millrace.core.testkit.Eventually;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MosquittoIT {

    @TempDir
    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Mosquitto broker;

    @BeforeAll
    static void start() throws Exception {
        broker = Mosquitto.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    /** The embedded broker drops messages of quality 0 when many come at once. */
    @Test
    void writesManyInOrderWithQuality0() throws Exception {
        List<String> values =
                IntStream.range(0, 5000).mapToObj(i -> "value " + i).toList();
        MqttConnection connection = MqttConnection.of(broker.address(), "many").with(MqttProtocol.V5);
        try (OtherClient other = new OtherClient(broker.address());
                MqttSink<String> sink =
                        MqttSink.text(new MqttSinkSettings(connection, "many", MqttQuality.AT_MOST_ONCE, false, 1))) {
            other.subscribe("many");
            sink.open();
            sink.write(values.stream()
                    .map(value -> Record.of(value, Instant.EPOCH))
                    .toList());
            // two publishers have no order between them
            Eventually.until("all have come", () -> other.count() == 5000);
            assertThat(other.seen("many")).isEqualTo(values);
        }
    }

    @Nested
    class Version5 implements MqttSourceCases {
        @Override
        public String address() {
            return broker.address();
        }

        @Override
        public MqttProtocol protocol() {
            return MqttProtocol.V5;
        }
    }

    @Nested
    class Version3 implements MqttSourceCases {
        @Override
        public String address() {
            return broker.address();
        }

        @Override
        public MqttProtocol protocol() {
            return MqttProtocol.V3;
        }
    }
}
