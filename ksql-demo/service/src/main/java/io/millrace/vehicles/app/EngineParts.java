package io.millrace.vehicles.app;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.engine.EngineSettings;
import io.millrace.ksql.plan.Analyzer;
import io.millrace.ksql.plan.Format;
import io.millrace.ksql.run.RunSettings;
import io.millrace.vehicles.engine.LocalKsql;
import io.millrace.vehicles.engine.StateFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The engine of ksqlDB's statements, as the settings want it. */
final class EngineParts {

    /** JSON where a file names no format, as the reference's files leave it to the server's setting. */
    private static final Analyzer.Defaults FORMATS = new Analyzer.Defaults(Format.Kind.KAFKA, Format.Kind.JSON);

    private static final short AS_THE_CLUSTER = -1;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final VehiclesConfig config;

    EngineParts(VehiclesConfig config) {
        this.config = config;
    }

    /**
     * One that is not started, or one that is off when that is set or there is no Kafka.
     *
     * @param server {@code host:port} under which other processes of the application reach this one
     */
    LocalKsql engine(LocalEngines engines, String server, Ticker ticker) {
        String kafka = engines.kafka();
        if (kafka == null || !config.ksql().enabled()) {
            return LocalKsql.off(ticker);
        }
        StateFolder folder = folder();
        VehiclesConfig.Ksql ksql = config.ksql();
        RunSettings run = new RunSettings(
                kafka,
                EngineSettings.prefix(ksql.serviceId()),
                server,
                folder.path(),
                ksql.threads(),
                ksql.standbys(),
                false,
                0,
                Map.of());
        EngineSettings settings = new EngineSettings(
                ksql.serviceId(), run, FORMATS, ksql.schemaRegistry().orElse(null), AS_THE_CLUSTER, PATIENCE);
        return new LocalKsql(settings, folder, ksql.files(), () -> new FeedParts(config, ticker).topics(kafka), ticker);
    }

    private StateFolder folder() {
        VehiclesConfig.Ksql ksql = config.ksql();
        if (ksql.stateDir().isPresent()) {
            return StateFolder.in(ksql.stateDir().get());
        }
        if (LocalEngines.forgets(config)) {
            return StateFolder.temporary();
        }
        Path cache =
                StateFolder.cache(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"), ksql.serviceId());
        return StateFolder.in(config.data().map(data -> data.resolve("ksql")).orElse(cache));
    }
}
