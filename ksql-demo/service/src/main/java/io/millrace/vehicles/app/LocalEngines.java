package io.millrace.vehicles.app;

import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.connector.embedded.EmbeddedMqttBroker;
import io.millrace.connector.embedded.EmbeddedRedis;
import io.millrace.core.failure.FatalException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the service's engines are: elsewhere as set, or in this process, each moved, and told, when its port is taken.
 * Those of this process start side by side.
 */
final class LocalEngines implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalEngines.class);

    private final Place mqtt;
    private final Place kafka;
    private final Place redis;

    /** An engine's address, and the engine itself when it is one of ours; both null for none. */
    private record Place(@Nullable String address, @Nullable AutoCloseable engine) {

        static final Place NONE = new Place(null, null);

        static Place elsewhere(String address) {
            return new Place(address, null);
        }

        void close() {
            try {
                if (engine != null) {
                    engine.close();
                }
            } catch (Exception e) {
                log.warn("an engine did not stop cleanly", e);
            }
        }
    }

    private LocalEngines(Place mqtt, Place kafka, Place redis) {
        this.mqtt = mqtt;
        this.kafka = kafka;
        this.redis = redis;
    }

    /** Starts what is to be in this process. */
    static LocalEngines start(VehiclesConfig config) {
        try (ExecutorService starters = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("start-engine-", 1).factory())) {
            CompletableFuture<Place> kafka = CompletableFuture.supplyAsync(() -> kafka(config), starters);
            CompletableFuture<Place> mqtt = CompletableFuture.supplyAsync(() -> mqtt(config), starters);
            CompletableFuture<Place> redis = CompletableFuture.supplyAsync(() -> redis(config), starters);
            List<CompletableFuture<Place>> all = List.of(kafka, mqtt, redis);
            try {
                CompletableFuture.allOf(kafka, mqtt, redis).join();
                return new LocalEngines(mqtt.join(), kafka.join(), redis.join());
            } catch (CompletionException e) {
                all.forEach(place -> place.exceptionally(_ -> Place.NONE).join().close());
                throw e.getCause() instanceof FatalException fatal ? fatal : e;
            }
        }
    }

    private static Place mqtt(VehiclesConfig config) {
        if (!config.feed()) {
            return Place.NONE;
        }
        return place(
                config.mqtt().server().map(URI::toString).orElse(null),
                () -> moved(
                        "MQTT broker",
                        config.mqtt().port(),
                        port -> EmbeddedMqttBroker.start(port, folder(config, "mqtt"), Map.of()),
                        EmbeddedMqttBroker::address));
    }

    private static Place kafka(VehiclesConfig config) {
        if (!config.kafka().enabled()) {
            return Place.NONE;
        }
        return place(
                config.kafka().servers().orElse(null),
                () -> moved(
                        "Kafka",
                        config.kafka().port(),
                        port -> EmbeddedKafka.start(port, folder(config, "kafka"), Map.of()),
                        EmbeddedKafka::bootstrapServers));
    }

    /** One that cannot be started is done without: the map and the queries need none. */
    private static Place redis(VehiclesConfig config) {
        String set = config.redis().server().map(URI::toString).orElse(null);
        if (set == null && !config.redis().embedded()) {
            return Place.NONE;
        }
        try {
            return place(
                    set,
                    () -> moved(
                            "Redis",
                            config.redis().port(),
                            port -> EmbeddedRedis.start(
                                    port,
                                    folder(config, "redis"),
                                    config.redis().password().orElse(null)),
                            EmbeddedRedis::address));
        } catch (FatalException e) {
            log.warn("no Redis in this process, /redis is off, cause={}", e.getMessage());
            return Place.NONE;
        }
    }

    private static Place place(@Nullable String set, Supplier<Place> start) {
        return set == null ? start.get() : Place.elsewhere(set);
    }

    private static @Nullable Path folder(VehiclesConfig config, String engine) {
        Function<Path, Path> of = data -> data.resolve(engine);
        return config.data().map(of).orElse(null);
    }

    /** Starts an engine on its port, or on another when that one is taken; {@code ./millrace up} reads what is told. */
    private static <T extends AutoCloseable> Place moved(
            String engine, int port, IntFunction<T> start, Function<T, String> address) {
        log.info("starting {}", engine);
        T made;
        try {
            made = start.apply(port);
        } catch (FatalException e) {
            made = start.apply(0);
            log.warn("{} has moved to another port: {}", engine, e.getMessage());
        }
        log.info("{} in this process, address={}", engine, address.apply(made));
        return new Place(address.apply(made), made);
    }

    /** Address of the MQTT broker; null when nothing is taken from one. */
    @Nullable
    String mqtt() {
        return mqtt.address();
    }

    /** Bootstrap servers of Kafka; null when there is none. */
    @Nullable
    String kafka() {
        return kafka.address();
    }

    /** Whether Kafka forgets everything when this process ends. */
    static boolean forgets(VehiclesConfig config) {
        return config.kafka().servers().isEmpty() && config.data().isEmpty();
    }

    /** Address of Redis; null when there is none. */
    @Nullable
    String redis() {
        return redis.address();
    }

    /** What takes from others first, Kafka, which all use, last. */
    @Override
    public void close() {
        mqtt.close();
        redis.close();
        kafka.close();
    }
}
