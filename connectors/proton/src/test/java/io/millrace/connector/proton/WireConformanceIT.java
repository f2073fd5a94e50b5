package io.millrace.connector.proton;

import io.millrace.core.Source;
import io.millrace.core.time.Ticker;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.conformance.CaseScope;
import io.millrace.sql.conformance.ConformanceContract;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.wire.NativeListener;
import io.millrace.sql.wire.NativeServer;
import io.millrace.sql.wire.NativeSettings;
import java.util.List;

/** The product's smoke suites over the wire: this engine, the native endpoint, the embedded engine. */
final class WireConformanceIT implements ConformanceContract {

    @Override
    public CaseScope newScope() {
        return new WireScope();
    }

    private static final class WireScope implements CaseScope {

        private final EmbeddedEngine embedded = new EmbeddedEngine();
        private final NativeServer server =
                NativeServer.start(NativeSettings.defaults(), embedded, NativeListener.NONE, Ticker.SYSTEM);
        private final ProtonEngine engine = new ProtonEngine(
                ProtonSettings.of("127.0.0.1", server.port(), "default", "default", ""), Ticker.SYSTEM);

        @Override
        public void execute(String sql) {
            engine.start("step", List.of(sql, "SELECT 1")).close();
        }

        @Override
        public Source<RowBatch> query(String sql) {
            return engine.start("query", List.of(sql)).query();
        }

        @Override
        public boolean bounded(String sql) {
            return engine.check(List.of(sql)).bounded();
        }

        @Override
        public void close() {
            engine.close();
            server.close();
            embedded.close();
        }
    }
}
