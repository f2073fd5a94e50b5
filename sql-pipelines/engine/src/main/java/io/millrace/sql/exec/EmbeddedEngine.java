package io.millrace.sql.exec;

import io.millrace.core.Source;
import io.millrace.core.time.Ticker;
import io.millrace.sql.Engine;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.QueryPlan;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.bind.Statements;
import io.millrace.sql.plan.Command;
import io.millrace.sql.plan.Plan;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine that runs in this process, with nothing to install. Streams live in memory, within bounds, and end with
 * the pipeline that made them.
 */
public final class EmbeddedEngine implements Engine {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedEngine.class);

    private final EngineParts parts;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    /** An engine on the machine's clock with default bounds. */
    public EmbeddedEngine() {
        this(Ticker.SYSTEM, EngineSettings.defaults());
    }

    public EmbeddedEngine(Ticker ticker, EngineSettings settings) {
        this.parts = new EngineParts(ticker, settings);
    }

    /** A new scope of names for interactive use. */
    public Session session() {
        Session session = new Session(parts, false);
        sessions.add(session);
        return session;
    }

    @Override
    public QueryPlan check(List<String> sqls) {
        try (Session scratch = new Session(parts, true)) {
            return Session.describe(prepare(scratch, sqls));
        }
    }

    @Override
    public EnginePipeline start(String name, List<String> sqls) {
        // a late statement that is wrong must not leave the effects of the early ones
        check(sqls);
        Session session = session();
        try {
            Plan plan = prepare(session, sqls);
            log.info("pipeline prepared, pipeline={} statements={}", name, sqls.size());
            return new Started(session, plan);
        } catch (RuntimeException failure) {
            end(session);
            throw failure;
        }
    }

    /** Runs all statements but the last, and gives the plan of the last. */
    private static Plan prepare(Session session, List<String> sqls) {
        if (sqls.isEmpty()) {
            throw SqlException.of(
                    SqlException.Code.BAD_ARGUMENTS, "a pipeline needs at least one statement, its query");
        }
        for (int i = 0; i < sqls.size() - 1; i++) {
            try {
                session.statements().execute(Statements.bind(sqls.get(i), session.scope()));
            } catch (SqlException wrong) {
                throw wrong.inStatement(i + 1);
            }
        }
        try {
            Command last = Statements.bind(sqls.getLast(), session.scope());
            if (!Statement.isQuery(last)) {
                throw SqlException.of(SqlException.Code.BAD_ARGUMENTS, "the last statement must be a query");
            }
            return session.statements().plan(last);
        } catch (SqlException wrong) {
            throw wrong.inStatement(sqls.size());
        }
    }

    private void end(Session session) {
        sessions.remove(session);
        session.close();
    }

    @Override
    public void close() {
        sessions.forEach(this::end);
    }

    private final class Started implements EnginePipeline {

        private final Session session;
        private final Plan plan;
        private final QueryPlan description;

        Started(Session session, Plan plan) {
            this.session = session;
            this.plan = plan;
            this.description = Session.describe(plan);
        }

        @Override
        public QueryPlan plan() {
            return description;
        }

        @Override
        public Source<RowBatch> query() {
            return session.query(plan);
        }

        @Override
        public void close() {
            end(session);
        }
    }
}
