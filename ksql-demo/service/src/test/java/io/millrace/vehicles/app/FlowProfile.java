package io.millrace.vehicles.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Everything embedded, on ports that are free: MQTT, Kafka, Redis and a small fleet. */
public final class FlowProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "vehicles.feed", "true",
                "vehicles.simulator.vehicles", "20",
                "vehicles.kafka.enabled", "true",
                "vehicles.kafka.port", "0",
                "vehicles.redis.embedded", "true",
                "vehicles.redis.port", "0");
    }
}
