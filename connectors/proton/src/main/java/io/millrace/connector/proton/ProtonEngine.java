package io.millrace.connector.proton;

import io.millrace.core.failure.StreamException;
import io.millrace.core.time.Ticker;
import io.millrace.sql.Engine;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.QueryPlan;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.exec.EmbeddedEngine;
import io.millrace.sql.exec.EngineSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine that sends pipelines to a real Proton, as they are written. Constructors do no I/O.
 *
 * <p>Streams are the server's, and nothing is dropped when a pipeline is closed. Two pipelines whose set-ups are the
 * same share the streams; where they define one name in two ways, the set-up of the one that is read runs again first,
 * unless the other one is being read. A set-up that fails leaves what its earlier statements did.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class ProtonEngine implements Engine {

    private static final Logger log = LoggerFactory.getLogger(ProtonEngine.class);

    private final Connections connections;
    private final Definitions definitions = new Definitions();
    private final Ticker ticker;
    private final EmbeddedEngine dialect;
    private final Set<ProtonPipeline> pipelines = ConcurrentHashMap.newKeySet();

    public ProtonEngine(ProtonSettings settings, Ticker ticker) {
        this.connections = new Connections(settings);
        this.ticker = ticker;
        this.dialect = new EmbeddedEngine(ticker, EngineSettings.defaults());
    }

    public ProtonSettings settings() {
        return connections.settings();
    }

    @Override
    public @Nullable String problem() {
        return connections.problem();
    }

    /** {@inheritDoc} Waits at most the connect timeout, twice. */
    @Override
    public void probe() {
        try {
            connections.open().close();
        } catch (StreamException e) {
            log.debug("{}", e.reason());
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>A query without set-up is checked by the server, completely. Of a pipeline with set-up the server checks the
     * query as well, if it knows its streams already; the set-up itself cannot be checked there without running it, so
     * only the embedded engine's reading of it is left, and what that does not understand counts as right. The schema
     * is empty when neither knows it.
     */
    @Override
    public QueryPlan check(List<String> sqls) {
        Script script = new Script("", sqls, settings());
        Optional<QueryPlan> understood = understood(sqls);
        Schema schema = withConnection(connection -> {
            try {
                return script.begin(connection);
            } catch (SqlException wrong) {
                if (!script.hasSetUp() || wrong.number() != ServerErrors.UNKNOWN_STREAM) {
                    throw wrong;
                }
                return understood.map(QueryPlan::schema).orElseGet(() -> new Schema(List.of()));
            }
        });
        return plan(script, schema, understood);
    }

    @Override
    public EnginePipeline start(String name, List<String> sqls) {
        Script script = new Script(name, sqls, settings());
        Schema schema = withConnection(connection -> {
            definitions.make(script, () -> script.setUp(connection));
            return script.begin(connection);
        });
        ProtonPipeline pipeline = new ProtonPipeline(
                connections, definitions, script, plan(script, schema, understood(sqls)), ticker, pipelines::remove);
        pipelines.add(pipeline);
        log.info(
                "pipeline prepared on Proton at {}, pipeline={} statements={}",
                settings().address(),
                name,
                sqls.size());
        return pipeline;
    }

    private interface Work {
        Schema with(ProtonConnection connection) throws IOException;
    }

    /** A connection for a moment; cutting it ends the query that only its columns were wanted of. */
    private Schema withConnection(Work work) {
        connections.enter();
        try (ProtonConnection connection = connections.open()) {
            return work.with(connection);
        } catch (IOException e) {
            throw connections.lost(e);
        } finally {
            connections.leave();
        }
    }

    /** What the embedded engine makes of the statements, if it understands them all. */
    private Optional<QueryPlan> understood(List<String> sqls) {
        try {
            return Optional.of(dialect.check(sqls));
        } catch (StreamException _) {
            return Optional.empty();
        }
    }

    private QueryPlan plan(Script script, Schema schema, Optional<QueryPlan> understood) {
        boolean bounded = understood.map(QueryPlan::bounded).orElseGet(() -> Boundedness.of(script.query()));
        String text =
                "on Proton at " + settings().address() + ":\n" + script.query().strip();
        return new QueryPlan(schema, bounded, text);
    }

    @Override
    public void close() {
        pipelines.forEach(ProtonPipeline::close);
        dialect.close();
    }
}
