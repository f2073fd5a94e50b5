package io.millrace.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.Record;
import io.millrace.core.testkit.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold with mosquitto, wherever it runs. */
interface MosquittoCases extends MqttSourceCases {

    /** The embedded broker drops messages of quality 0 when many come at once. */
    @Test
    default void writesManyInOrderWithQuality0() throws Exception {
        String topic = "many-" + protocol();
        List<String> values =
                IntStream.range(0, 5000).mapToObj(i -> "value " + i).toList();
        MqttConnection connection =
                MqttConnection.of(address(), "writer-of-" + topic).with(protocol());
        try (OtherClient other = new OtherClient(address());
                MqttSink<String> sink =
                        MqttSink.text(new MqttSinkSettings(connection, topic, MqttQuality.AT_MOST_ONCE, false, 1))) {
            other.subscribe(topic);
            sink.open();
            sink.write(values.stream()
                    .map(value -> Record.of(value, Instant.EPOCH))
                    .toList());
            // two publishers have no order between them
            Eventually.until("all have come", () -> other.count() == 5000);
            assertThat(other.seen(topic)).isEqualTo(values);
        }
    }
}
