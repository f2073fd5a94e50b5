package io.millrace.ksql.plan;

import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.type.SqlType;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a statement means, checked against the metastore. */
public sealed interface StatementPlan {

    /**
     * A stream or table over a topic.
     *
     * @param replaces what it takes the place of, null when it is new
     */
    record CreateSource(DataSource source, @Nullable DataSource replaces) implements StatementPlan {}

    /** A stream or table with the query that keeps it up to date. */
    record CreateQuery(
            DataSource sink, QueryPlan query, @Nullable DataSource replaces) implements StatementPlan {}

    /**
     * A query that writes into a stream beside others.
     *
     * @param queryId as wished by WITH (QUERY_ID=...), null when it is to be made
     */
    record InsertQuery(
            DataSource target, QueryPlan query, @Nullable String queryId) implements StatementPlan {}

    /**
     * One row.
     *
     * @param row a value for each column of the target's schema; not given ones are null
     * @param time of the row in milliseconds; empty for now
     */
    record InsertRow(DataSource target, List<@Nullable Object> row, OptionalLong time) implements StatementPlan {}

    /** A query that follows changes. */
    record Push(QueryPlan query) implements StatementPlan {}

    /** A query of the present state. */
    record Pull(PullPlan query) implements StatementPlan {}

    /** Removal of a stream or table. */
    record Drop(DataSource source, boolean deleteTopic) implements StatementPlan {}

    /**
     * More columns.
     *
     * @param source as it will be
     */
    record Alter(DataSource source, DataSource before) implements StatementPlan {}

    record CreateType(String name, SqlType type) implements StatementPlan {}

    record DropType(String name) implements StatementPlan {}

    /** A plan without running it. */
    record Explain(StatementPlan plan) implements StatementPlan {}

    /** There is nothing to do, because of IF [NOT] EXISTS. */
    record Nothing(String message) implements StatementPlan {}

    /** Needs no plan: the runtime answers from the statement itself. */
    record Direct(Statement statement) implements StatementPlan {}
}
