package io.millrace.sql.exec;

import io.millrace.core.Source;
import io.millrace.sql.QueryPlan;
import io.millrace.sql.batch.RowBatch;
import java.util.Map;
import java.util.function.BiFunction;

/** A checked query of a session that has not begun. */
public final class PreparedQuery {

    private final QueryPlan plan;
    private final Map<String, String> foreignSettings;
    private final BiFunction<String, Runnable, Source<RowBatch>> start;

    PreparedQuery(
            QueryPlan plan, Map<String, String> foreignSettings, BiFunction<String, Runnable, Source<RowBatch>> start) {
        this.plan = plan;
        this.foreignSettings = Map.copyOf(foreignSettings);
        this.start = start;
    }

    /** What it will do. */
    public QueryPlan plan() {
        return plan;
    }

    /** Those of the settings that are not the engine's but the caller's. */
    public Map<String, String> foreignSettings() {
        return foreignSettings;
    }

    /**
     * A run of it; it begins with {@link Source#open}.
     *
     * @param queryId what KILL QUERY knows it by
     * @param onKill called on the killing thread, right before the source is closed by it
     */
    public Source<RowBatch> run(String queryId, Runnable onKill) {
        return start.apply(queryId, onKill);
    }
}
