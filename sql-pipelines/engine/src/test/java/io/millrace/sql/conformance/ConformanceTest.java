package io.millrace.sql.conformance;

import io.millrace.core.Source;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.exec.Session;

/** The product's smoke suites on the embedded engine. */
final class ConformanceTest implements ConformanceContract {

    @Override
    public CaseScope newScope() {
        EmbeddedEngine engine = new EmbeddedEngine();
        Session session = engine.session();
        return new CaseScope() {
            @Override
            public void execute(String sql) {
                session.execute(sql);
            }

            @Override
            public Source<RowBatch> query(String sql) {
                return session.query(sql);
            }

            @Override
            public boolean bounded(String sql) {
                return session.plan(sql).bounded();
            }

            @Override
            public void close() {
                engine.close();
            }
        };
    }
}
