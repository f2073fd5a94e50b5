package io.millrace.vehicles.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Everything embedded, the way from MQTT to Redis by the connector files that we ship. */
public final class ConnectProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "vehicles.feed", "true",
                "vehicles.channels", "false",
                "vehicles.simulator.vehicles", "20",
                "vehicles.kafka.enabled", "true",
                "vehicles.kafka.port", "0",
                "vehicles.redis.embedded", "true",
                "vehicles.redis.port", "0",
                "vehicles.redis.password", "hunter2",
                "vehicles.connect.files", "../../deploy/connectors");
    }
}
