package io.millrace.gateway.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.time.Ticker;
import io.millrace.sql.Engine;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.exec.EngineSettings;
import io.millrace.sql.wire.NativeServer;
import io.millrace.sql.wire.NativeSettings;
import io.millrace.sql.wire.codec.WireLimits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Starts the endpoint of the native protocol when it is wanted, and takes it down. */
@ApplicationScoped
class NativeWiring {

    private @Nullable EmbeddedEngine engine;
    private @Nullable NativeServer server;

    void start(@Observes StartupEvent event, GatewayConfig config, MeterRegistry registry, Ticker ticker) {
        if (config.nativeProtocol().enabled()) {
            // an engine of its own: a pipeline's names are not a driver's, and the gateway may run others
            EmbeddedEngine embedded = new EmbeddedEngine(ticker, EngineSettings.defaults());
            engine = embedded;
            server =
                    NativeServer.start(settings(config.nativeProtocol()), embedded, new NativeMeters(registry), ticker);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        NativeServer started = server;
        if (started != null) {
            started.close();
        }
        Engine embedded = engine;
        if (embedded != null) {
            embedded.close();
        }
    }

    /** The port that is listened on; 0 when drivers are not served. */
    int port() {
        NativeServer started = server;
        return started == null ? 0 : started.port();
    }

    static NativeSettings settings(GatewayConfig.NativeConfig config) {
        WireLimits limits = WireLimits.defaults();
        return new NativeSettings(
                config.host(),
                config.port(),
                config.user(),
                config.password().orElse(""),
                config.maxConnections(),
                config.helloTime(),
                config.packetTime(),
                config.idleTime(),
                config.stallTime(),
                config.heartbeat(),
                config.drainTime(),
                config.overflow(),
                config.waitingBatches(),
                new WireLimits(
                        limits.maxTextBytes(),
                        bytes(config.maxQuerySize()),
                        limits.maxSettings(),
                        limits.maxColumns(),
                        config.maxBlockRows(),
                        bytes(config.maxBlockSize())));
    }

    private static int bytes(MemorySize size) {
        return Math.toIntExact(size.asLongValue());
    }
}
