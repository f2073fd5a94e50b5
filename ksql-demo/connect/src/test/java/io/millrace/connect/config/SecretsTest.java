package io.millrace.connect.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SecretsTest {

    private static final Map<String, String> HELD = Map.of(
            "redis.password", "hunter2",
            "mqtt.password", "${env:MQTT_PASSWORD}",
            "value.converter.basic.auth.user.info", "me:hunter2",
            "consumer.override.sasl.jaas.config", "hunter2",
            "topics", "bus_current");

    @Test
    void masksSecretsAndNotReferences() {
        assertThat(Secrets.masked(HELD))
                .containsEntry("redis.password", Secrets.MASK)
                .containsEntry("value.converter.basic.auth.user.info", Secrets.MASK)
                .containsEntry("consumer.override.sasl.jaas.config", Secrets.MASK)
                .containsEntry("mqtt.password", "${env:MQTT_PASSWORD}")
                .containsEntry("topics", "bus_current");
    }

    @Test
    void takesTheMaskBackForTheSecret() {
        Map<String, String> edited = Secrets.unmasked(Secrets.masked(HELD), HELD);

        assertThat(edited).isEqualTo(HELD);
    }

    @Test
    void printsNoValues() {
        assertThat(new ConnectorConfig("redis-sink", HELD, null).toString()).doesNotContain("hunter2");
    }
}
