package io.millrace.connector.proton;

import io.millrace.core.Source;
import io.millrace.core.time.Ticker;
import io.millrace.sql.EnginePipeline;
import io.millrace.sql.GapListener;
import io.millrace.sql.QueryPlan;
import io.millrace.sql.batch.RowBatch;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A pipeline whose set-up has run on a Proton. Closing ends its queries and leaves its streams, which are the server's.
 */
final class ProtonPipeline implements EnginePipeline {

    private final Connections connections;
    private final Definitions definitions;
    private final Script script;
    private final QueryPlan plan;
    private final Ticker ticker;
    private final Consumer<ProtonPipeline> onClose;
    private final Set<ProtonSource> queries = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ProtonPipeline(
            Connections connections,
            Definitions definitions,
            Script script,
            QueryPlan plan,
            Ticker ticker,
            Consumer<ProtonPipeline> onClose) {
        this.connections = connections;
        this.definitions = definitions;
        this.script = script;
        this.plan = plan;
        this.ticker = ticker;
        this.onClose = onClose;
    }

    @Override
    public QueryPlan plan() {
        return plan;
    }

    @Override
    public Source<RowBatch> query() {
        return query(GapListener.NONE);
    }

    @Override
    public Source<RowBatch> query(GapListener gaps) {
        ProtonSource source = new ProtonSource(
                connections, definitions, script, plan.schema(), plan.bounded(), gaps, ticker, queries::remove);
        queries.add(source);
        if (closed) {
            source.close();
        }
        return source;
    }

    @Override
    public void close() {
        closed = true;
        queries.forEach(ProtonSource::close);
        onClose.accept(this);
    }
}
