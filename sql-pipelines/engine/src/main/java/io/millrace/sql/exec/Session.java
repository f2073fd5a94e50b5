package io.millrace.sql.exec;

import io.millrace.core.Source;
import io.millrace.sql.QueryPlan;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.bind.Statements;
import io.millrace.sql.exec.relation.BatchRelation;
import io.millrace.sql.exec.relation.StreamStore;
import io.millrace.sql.plan.Command;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.plan.Plans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Map<String, Named> named = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** What a query is called, and what to do before KILL QUERY ends it. */
    private record QueryName(String id, Runnable onKill) {}

    private record Named(QuerySource source, Runnable onKill) {}

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
        return query(statements.plan(Statements.bind(sql, scope)), new QueryName(queryId, () -> {
            // its end tells
        }));
    }

    /**
     * Checks a query that is to run under an id.
     *
     * @param settings as its SETTINGS clause would hold them, which goes before these
     * @param foreign names of settings in either place that are not the engine's but the caller's
     * @throws SqlException when it is wrong, or is no query
     */
    public PreparedQuery prepare(String sql, Map<String, String> settings, Set<String> foreign) {
        Map<String, String> others = new LinkedHashMap<>();
        Plan plan = statements.plan(Statements.bind(sql, settings, foreign, others, scope));
        return new PreparedQuery(
                describe(plan), others, (queryId, onKill) -> query(plan, new QueryName(queryId, onKill)));
    }

    /** Prepares a run of a plan over relations of this engine. */
    public Source<RowBatch> query(Plan plan) {
        return query(plan, null);
    }

    private Source<RowBatch> query(Plan plan, @Nullable QueryName name) {
        QuerySource[] holder = new QuerySource[1];
        QuerySource source = new QuerySource(plan, parts.newQuery(), () -> forget(holder[0], name));
        holder[0] = source;
        queries.add(source);
        if (name != null) {
            named.put(name.id(), new Named(source, name.onKill()));
        }
        if (closed) {
            source.close();
        }
        return source;
    }

    private void forget(QuerySource source, @Nullable QueryName name) {
        queries.remove(source);
        if (name != null) {
            named.remove(name.id(), new Named(source, name.onKill()));
        }
    }

    /** Ends the query of that id; false when none runs. */
    public boolean kill(String queryId) {
        Named query = named.get(queryId);
        if (query == null) {
            return false;
        }
        query.onKill().run();
        query.source().close();
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
     * The stream and the columns that an INSERT without rows writes to: its text ends after {@code VALUES} or names the
     * format {@code Native}. Empty for every other statement.
     *
     * @throws SqlException when there is no such stream or column, or it cannot be written to
     */
    public Optional<InsertTarget> insertTarget(String sql) {
        return Statements.insertWithoutRows(sql, scope).map(insert -> {
            StreamStore store = scope.store(insert.stream().name());
            List<Column> columns =
                    insert.columns().stream().map(store.schema()::column).toList();
            return new InsertTarget(insert.stream().name(), new Schema(columns));
        });
    }

    /**
     * Appends a batch of rows to a stored stream, without a copy: the vectors must not be changed afterwards.
     *
     * @param rows a column for each of the target's, of its type and in its order
     * @throws SqlException when the stream is gone meanwhile
     */
    public void insert(InsertTarget target, RowBatch rows) {
        StreamStore store = scope.store(target.stream());
        List<Integer> indexes = new ArrayList<>(target.columns().size());
        for (Column column : target.columns().columns()) {
            int index = store.schema().indexOf(column.name());
            if (index < 0 || !store.schema().column(index).equals(column)) {
                throw SqlException.of(
                        SqlException.Code.UNKNOWN_IDENTIFIER,
                        "stream '" + target.stream() + "' has no column '" + column.name() + "' of type "
                                + column.type().text() + " any more");
            }
            indexes.add(index);
        }
        store.append(indexes, rows.vectors(), rows.size());
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
