package io.millrace.sql.exec;

import io.millrace.sql.Engine;
import io.millrace.sql.testkit.EngineContract;
import org.junit.jupiter.api.AfterEach;

final class EmbeddedEngineContractTest implements EngineContract {

    private final EmbeddedEngine engine = new EmbeddedEngine();

    @Override
    public Engine engine() {
        return engine;
    }

    @AfterEach
    void close() {
        engine.close();
    }
}
