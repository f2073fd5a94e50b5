package io.millrace.vehicles.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service as it starts without settings: a broker and a fleet within the process, on ports that are free. */
public final class SimulatorProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("vehicles.feed", "true", "vehicles.mqtt.port", "0", "vehicles.simulator.vehicles", "200");
    }
}
