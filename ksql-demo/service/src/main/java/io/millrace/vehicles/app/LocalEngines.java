package io.millrace.vehicles.app;

import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.connector.embedded.EmbeddedMqttBroker;
import io.millrace.connector.embedded.EmbeddedRedis;
import io.millrace.core.failure.FatalException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the service's engines are: elsewhere as set, or in this process, each moved, and told, when its port is taken.
 */
final class LocalEngines implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalEngines.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final @Nullable String mqtt;
    private final @Nullable String kafka;
    private final @Nullable String redis;

    private LocalEngines(VehiclesConfig config) {
        mqtt = config.feed() ? config.mqtt().server().map(URI::toString).orElseGet(() -> mqtt(config)) : null;
        kafka = config.feed() && config.kafka().enabled()
                ? config.kafka().servers().orElseGet(() -> kafka(config))
                : null;
        redis = config.redis().server().map(URI::toString).orElseGet(() -> redis(config));
    }

    /** Starts what is to be in this process. */
    static LocalEngines start(VehiclesConfig config) {
        return new LocalEngines(config);
    }

    private String mqtt(VehiclesConfig config) {
        EmbeddedMqttBroker broker =
                moved("MQTT broker", config.mqtt().port(), port -> EmbeddedMqttBroker.start(port, null, Map.of()));
        log.info("MQTT broker in this process, address={}", broker.address());
        return broker.address();
    }

    private String kafka(VehiclesConfig config) {
        EmbeddedKafka cluster =
                moved("Kafka", config.kafka().port(), port -> EmbeddedKafka.start(port, null, Map.of()));
        log.info("Kafka in this process, address={}", cluster.bootstrapServers());
        return cluster.bootstrapServers();
    }

    private @Nullable String redis(VehiclesConfig config) {
        if (!config.redis().embedded()) {
            return null;
        }
        EmbeddedRedis server = moved(
                "Redis",
                config.redis().port(),
                port -> EmbeddedRedis.start(
                        port, null, config.redis().password().orElse(null)));
        log.info("Redis beside this process, address={}", server.address());
        return server.address();
    }

    /** Starts an engine on its port, or on another when that one is taken. */
    private <T extends AutoCloseable> T moved(String engine, int port, IntFunction<T> start) {
        T made;
        try {
            made = start.apply(port);
        } catch (FatalException e) {
            made = start.apply(0);
            log.warn("{} has moved to another port: {}", engine, e.getMessage());
        }
        started.push(made);
        return made;
    }

    /** Address of the MQTT broker; null when nothing is taken from one. */
    @Nullable
    String mqtt() {
        return mqtt;
    }

    /** Bootstrap servers of Kafka; null when there is none. */
    @Nullable
    String kafka() {
        return kafka;
    }

    /** Address of Redis; null when there is none. */
    @Nullable
    String redis() {
        return redis;
    }

    @Override
    public void close() {
        for (AutoCloseable engine : started) {
            try {
                engine.close();
            } catch (Exception e) {
                log.warn("an engine did not stop cleanly", e);
            }
        }
    }
}
