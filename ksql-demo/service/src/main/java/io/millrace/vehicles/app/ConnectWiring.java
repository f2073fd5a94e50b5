package io.millrace.vehicles.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.connect.ConnectRuntime;
import io.millrace.connect.ConnectSettings;
import io.millrace.connect.config.References;
import io.millrace.connect.plugin.CommonSettings;
import io.millrace.connect.run.State;
import io.millrace.connector.kafka.KafkaConnection;
import io.millrace.core.meter.MicrometerListener;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import io.millrace.service.app.DrainStep;
import io.millrace.service.app.ServiceConfig;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts the connectors together, and takes them down before the engines that they read and write. */
@ApplicationScoped
class ConnectWiring {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(10);

    @Produces
    @Singleton
    Connectors connectors(
            VehiclesConfig config,
            ServiceConfig service,
            LocalEngines engines,
            Vertx vertx,
            MeterRegistry registry,
            Ticker ticker) {
        String kafka = engines.kafka();
        if (!config.connect().enabled() || kafka == null) {
            return new Connectors(null);
        }
        MicrometerListener meters = new MicrometerListener(registry, ticker);
        ConnectSettings settings = settings(config, service, kafka, environment(config, engines));
        return new Connectors(ConnectRuntime.start(settings, vertx, ticker, meters, meters::forget));
    }

    private static ConnectSettings settings(
            VehiclesConfig config,
            ServiceConfig service,
            String kafka,
            Function<String, @Nullable String> environment) {
        VehiclesConfig.Connect connect = config.connect();
        return new ConnectSettings(
                new KafkaConnection(kafka, KAFKA_TIMEOUT, Map.of()),
                connect.host(),
                connect.port(),
                service.token().orElse(null),
                connect.files().orElse(List.of()),
                connect.configTopic(),
                new CommonSettings(connect.keyConverter(), connect.valueConverter()),
                connect.schemaRegistry().orElse(null),
                new References(environment, Pattern.compile(connect.references())),
                connect.fileFolder().orElse(null),
                Backoff.DEFAULT);
    }

    /** The environment, and behind it what the service knows by itself: where its engines are. */
    private static Function<String, @Nullable String> environment(VehiclesConfig config, LocalEngines engines) {
        Map<String, String> known = new HashMap<>();
        String mqtt = engines.mqtt();
        if (mqtt != null) {
            known.put("VEHICLES_MQTT_SERVER", mqtt);
        }
        String redis = engines.redis();
        if (redis != null) {
            known.put("VEHICLES_REDIS_HOSTS", URI.create(redis).getAuthority());
        }
        known.put("VEHICLES_REDIS_PASSWORD", config.redis().password().orElse(""));
        return name -> {
            String set = System.getenv(name);
            return set != null ? set : known.get(name);
        };
    }

    /** Their part of stopping, while the engines are still there. */
    @Produces
    @Singleton
    DrainStep connectDrain(Connectors connectors) {
        return connectors::close;
    }

    void meters(@Observes StartupEvent event, MeterRegistry registry, Connectors connectors) {
        for (State state : State.values()) {
            Gauge.builder(VehicleMeter.CONNECT_TASKS.meter(), connectors, one -> one.tasks(state))
                    .description(VehicleMeter.CONNECT_TASKS.description())
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        FunctionCounter.builder(VehicleMeter.CONNECT_RESTARTS.meter(), connectors, Connectors::restarts)
                .description(VehicleMeter.CONNECT_RESTARTS.description())
                .register(registry);
    }
}
