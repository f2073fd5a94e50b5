package io.millrace.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.embedded.EmbeddedMqttBroker;
import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MqttSourceIT implements MqttSourceCases {

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static EmbeddedMqttBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedMqttBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Override
    public String address() {
        return broker.address();
    }

    @Override
    public MqttProtocol protocol() {
        return MqttProtocol.V3;
    }

    @Override
    public boolean ordersWhatItGivesAgain() {
        return false;
    }

    @Test
    void saysThatTheBrokerDoesNotSpeakVersion5() {
        MqttConnection connection = MqttConnection.of(broker.address(), "five").with(MqttProtocol.V5);
        try (MqttSource<String> source = MqttSource.text(MqttSourceSettings.of(connection, "a"), Ticker.SYSTEM)) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("refuses client 'five': it does not speak MQTT 5, set the other protocol");
        }
    }
}
