package io.millrace.connector.proton;

import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.sql.Engine;
import io.millrace.sql.testkit.EngineContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract on a real Proton, whose address {@code MILLRACE_PROTON} has: {@code localhost:8463}. */
@EnabledIfEnvironmentVariable(
        named = RealProtonIT.ADDRESS,
        matches = ".+",
        disabledReason = "MILLRACE_PROTON names no Proton; start one and set it to host:port")
final class RealProtonIT implements EngineContract {

    static final String ADDRESS = "MILLRACE_PROTON";

    private final ProtonEngine engine =
            engineAt(HostPort.parse(System.getenv().getOrDefault(ADDRESS, "localhost:8463")));

    static ProtonEngine engineAt(HostPort at) {
        return new ProtonEngine(ProtonSettings.of(at.host(), at.port(), "default", "default", ""), Ticker.SYSTEM);
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @AfterEach
    void close() {
        engine.close();
    }
}
