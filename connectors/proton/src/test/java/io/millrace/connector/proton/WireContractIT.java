package io.millrace.connector.proton;

import io.millrace.core.time.Ticker;
import io.millrace.sql.Engine;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.testkit.EngineContract;
import io.millrace.sql.wire.NativeListener;
import io.millrace.sql.wire.NativeServer;
import io.millrace.sql.wire.NativeSettings;
import org.junit.jupiter.api.AfterEach;

/** The contract over the wire: this engine, the native endpoint, the embedded engine. */
final class WireContractIT implements EngineContract {

    private final EmbeddedEngine embedded = new EmbeddedEngine();
    private final NativeServer server =
            NativeServer.start(NativeSettings.defaults(), embedded, NativeListener.NONE, Ticker.SYSTEM);
    private final ProtonEngine engine =
            new ProtonEngine(ProtonSettings.of("127.0.0.1", server.port(), "default", "default", ""), Ticker.SYSTEM);

    @Override
    public Engine engine() {
        return engine;
    }

    @AfterEach
    void close() {
        engine.close();
        server.close();
        embedded.close();
    }
}
