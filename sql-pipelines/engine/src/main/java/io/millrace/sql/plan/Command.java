package io.millrace.sql.plan;

import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement after binding: what the engine has to do. */
public sealed interface Command {

    /** Runs a query. */
    record Query(Plan plan, boolean bounded) implements Command {}

    record CreateStream(
            String name,
            boolean ifNotExists,
            List<ColumnDefinition> columns,
            @Nullable String eventTimeColumn,
            Map<String, String> settings)
            implements Command {}

    /**
     * Creates a generator of random rows.
     *
     * @param eps rows per second; 0 is unlimited
     * @param intervalMillis length of a slot, 1 to 1000
     * @param shards generators that share the rate, at least 1
     */
    record CreateRandomStream(
            String name,
            boolean ifNotExists,
            List<ColumnDefinition> columns,
            @Nullable String eventTimeColumn,
            double eps,
            int intervalMillis,
            int shards)
            implements Command {}

    /**
     * Names a query.
     *
     * @param sql the SELECT, as text; it was bound once to check it
     */
    record CreateView(String name, boolean ifNotExists, boolean orReplace, String sql) implements Command {}

    /**
     * Starts a query that runs until it is dropped and stores its rows.
     *
     * @param into the existing stream to write to, null to store them in the view itself
     */
    record CreateMaterializedView(
            String name, boolean ifNotExists, @Nullable String into, Plan plan) implements Command {}

    /**
     * Appends rows.
     *
     * @param columns indexes into the stream's columns, in the order of the values
     * @param rows constant expressions, already cast to the column types
     */
    record Insert(Relation stream, List<Integer> columns, List<List<Expr>> rows) implements Command {}

    /** Drops a stream, a view or a materialized view. */
    record Drop(Kind kind, String name, boolean ifExists) implements Command {}

    /** Ends a running query. */
    record KillQuery(String queryId) implements Command {}

    record ShowStreams() implements Command {}

    record Describe(String name) implements Command {}

    /** Gives the plan as text, a row a line. */
    record Explain(Plan plan) implements Command {}

    enum Kind {
        STREAM,
        VIEW
    }

    /**
     * A column of a stream.
     *
     * @param defaultValue may refer to no column; null when there is none
     */
    record ColumnDefinition(
            String name, DataType type, @Nullable Expr defaultValue) {}
}
