package io.millrace.sql.exec;

import io.millrace.core.Source;
import io.millrace.sql.QueryPlan;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.bind.Statements;
import io.millrace.sql.exec.relation.BatchRelation;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.plan.Command;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.plan.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A scope of names in the embedded engine, for interactive use: statements run one by one, queries any number at a
 * time.
 *
 * <p><b>Threading:</b> thread-safe; each source is used as {@link Source} says.
 */
public final class Session implements AutoCloseable {

    private final Scope scope = new Scope();
    private final Statement statements;
    private final EngineParts parts;
    private final Set<QuerySource> queries = ConcurrentHashMap.newKeySet();
    private final Map<String, QuerySource> named = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Session(EngineParts parts, boolean dryRun) {
        this.parts = parts;
        this.statements = new Statement(scope, parts, dryRun, this::kill);
    }

    /**
     * Runs a statement that gives no rows: CREATE, DROP, INSERT, KILL.
     *
     * @throws SqlException when it is wrong, or is a query
     * @throws io.millrace.core.failure.StreamException when it fails
     */
    public void execute(String sql) {
        Command command = Statements.bind(sql, scope);
        if (Statement.isQuery(command)) {
            throw SqlException.of(
                    SqlException.Code.BAD_ARGUMENTS, "a query stands where a statement without rows is expected");
        }
        statements.execute(command);
    }

    /**
     * What a query would do.
     *
     * @throws SqlException when it is wrong, or is no query
     */
    public QueryPlan plan(String sql) {
        return describe(statements.plan(Statements.bind(sql, scope)));
    }

    /**
     * Prepares a run of a query; it begins with {@link Source#open}.
     *
     * @throws SqlException when it is wrong, or is no query
     */
    public Source<RowBatch> query(String sql) {
        return query(statements.plan(Statements.bind(sql, scope)), null);
    }

    /** As {@link #query(String)}, under an id that KILL QUERY knows. */
    public Source<RowBatch> query(String sql, String queryId) {
        return query(statements.plan(Statements.bind(sql, scope)), queryId);
    }

    /** Prepares a run of a plan over relations of this engine. */
    public Source<RowBatch> query(Plan plan) {
        return query(plan, null);
    }

    private Source<RowBatch> query(Plan plan, @Nullable String queryId) {
        QuerySource[] holder = new QuerySource[1];
        QuerySource source = new QuerySource(plan, parts.newQuery(), () -> forget(holder[0], queryId));
        holder[0] = source;
        queries.add(source);
        if (queryId != null) {
            named.put(queryId, source);
        }
        if (closed) {
            source.close();
        }
        return source;
    }

    private void forget(QuerySource source, @Nullable String queryId) {
        queries.remove(source);
        if (queryId != null) {
            named.remove(queryId, source);
        }
    }

    /** Ends the query of that id; false when none runs. */
    public boolean kill(String queryId) {
        QuerySource source = named.get(queryId);
        if (source == null) {
            return false;
        }
        source.close();
        return true;
    }

    /**
     * Appends a block of rows to a stored stream.
     *
     * @param columns names of the columns that are given; the others get their defaults
     * @param rows values as literals hold them: {@code Long}, {@code Double}, {@code String} ...; null for NULL
     * @throws SqlException when there is no such stream or column
     */
    public void append(String stream, List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
        StreamStore store = scope.store(stream);
        List<Integer> indexes = new ArrayList<>();
        Vector[] vectors = new Vector[columns.size()];
        for (int i = 0; i < vectors.length; i++) {
            int index = store.schema().indexOf(columns.get(i));
            if (index < 0 || index >= store.visibleColumns()) {
                throw SqlException.of(
                        SqlException.Code.UNKNOWN_IDENTIFIER,
                        "stream '" + stream + "' has no column '" + columns.get(i) + "'");
            }
            List<@Nullable Object> values = new ArrayList<>(rows.size());
            for (List<? extends @Nullable Object> row : rows) {
                values.add(row.get(i));
            }
            indexes.add(index);
            vectors[i] = Vectors.of(store.schema().column(index).type(), values);
        }
        store.append(indexes, vectors, rows.size());
    }

    /**
     * Names a relation of prepared rows.
     *
     * @throws SqlException when the name is taken
     */
    public void register(BatchRelation relation) {
        scope.add(relation.name(), false, new Scope.Entry.Prepared(relation));
    }

    /** All names, sorted. */
    public List<String> names() {
        return scope.names();
    }

    /** Why materialized views have ended, by their names; empty while all run. */
    public Map<String, String> failures() {
        return statements.failures();
    }

    static QueryPlan describe(Plan plan) {
        return new QueryPlan(plan.schema(), Statement.bounded(plan), Plans.text(plan));
    }

    Scope scope() {
        return scope;
    }

    Statement statements() {
        return statements;
    }

    /** Ends the running queries and drops everything. Idempotent. */
    @Override
    public void close() {
        closed = true;
        queries.forEach(QuerySource::close);
        scope.close();
    }
}
