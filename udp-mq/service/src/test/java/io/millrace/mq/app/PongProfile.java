package io.millrace.mq.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that runs a graph of its own instead of a queue. */
public final class PongProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("mq.topology", "src/test/resources/pong.yaml");
    }
}
