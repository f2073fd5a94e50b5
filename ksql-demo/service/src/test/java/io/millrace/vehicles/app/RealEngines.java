package io.millrace.vehicles.app;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A mosquitto and a redis-server as processes of their own, and Kafka in the service's. */
public final class RealEngines implements QuarkusTestResourceLifecycleManager {

    private static @Nullable RealProcess mosquitto;
    private static @Nullable RealProcess redis;

    /** The broker; the test is skipped where there is no program. */
    static RealProcess mosquitto() {
        RealProcess started = mosquitto;
        Assumptions.assumeTrue(started != null, "mosquitto is not installed");
        return Objects.requireNonNull(started);
    }

    /** The server; the test is skipped where there is no program. */
    static RealProcess redis() {
        RealProcess started = redis;
        Assumptions.assumeTrue(started != null, "redis-server is not installed");
        return Objects.requireNonNull(started);
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>();
        settings.put("vehicles.feed", "true");
        settings.put("vehicles.mqtt.topics", "/hfp/v2/#");
        settings.put("vehicles.mqtt.client-id", "flow-it");
        settings.put("vehicles.simulator.vehicles", "0");
        settings.put("vehicles.kafka.enabled", "true");
        settings.put("vehicles.kafka.port", "0");
        Optional<String> broker = RealProcess.program("mosquitto");
        Optional<String> server = RealProcess.program("redis-server");
        try {
            if (broker.isPresent()) {
                RealProcess started = RealProcess.mosquitto(broker.get(), folder());
                mosquitto = started;
                settings.put("vehicles.mqtt.server", "tcp://127.0.0.1:" + started.port());
            }
            if (server.isPresent()) {
                RealProcess started = RealProcess.redis(server.get(), folder());
                redis = started;
                settings.put("vehicles.redis.server", "redis://127.0.0.1:" + started.port());
            } else {
                settings.put("vehicles.redis.embedded", "true");
                settings.put("vehicles.redis.port", "0");
            }
            return settings;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("millrace-it");
    }

    @Override
    public void stop() {
        if (mosquitto != null) {
            mosquitto.close();
        }
        if (redis != null) {
            redis.close();
        }
    }
}
