package io.millrace.sql.bind;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.parse.Query;
import io.millrace.sql.parse.SqlParser;
import io.millrace.sql.parse.Statement;
import io.millrace.sql.plan.Catalog;
import io.millrace.sql.plan.Command;
import io.millrace.sql.plan.Plan;
import io.millrace.sql.plan.Relation;

/** The entry of the front end: one statement's text becomes a command. */
public final class Statements {

    private Statements() {}

    /**
     * Parses and binds one statement; a trailing semicolon is fine.
     *
     * @throws SqlException with position, what was found and what was expected
     */
    public static Command bind(String sql, Catalog catalog) {
        return switch (SqlParser.parse(sql)) {
            case Statement.Select(Query query) -> {
                Plan plan = plan(query, catalog);
                yield new Command.Query(plan, Bound.ends(plan));
            }
            case Statement.Explain explain -> new Command.Explain(plan(explain.query(), catalog));
            case Statement.CreateStream create -> StreamBinder.create(create);
            case Statement.CreateView view -> createView(view, catalog);
            case Statement.Drop drop ->
                new Command.Drop(drop.view() ? Command.Kind.VIEW : Command.Kind.STREAM, drop.name(), drop.ifExists());
            case Statement.Insert insert -> StreamBinder.insert(insert, catalog);
            case Statement.ShowStreams _ -> new Command.ShowStreams();
            case Statement.Describe describe -> new Command.Describe(describe.name());
            case Statement.KillQuery kill -> new Command.KillQuery(kill.queryId());
            case Statement.Unsupported unsupported ->
                throw Errors.notSupported(unsupported.position(), unsupported.what());
        };
    }

    /**
     * True when the statement gives rows, as the last one of a pipeline must: SELECT, SHOW, DESCRIBE, EXPLAIN.
     *
     * @throws SqlException when the text cannot be parsed
     */
    public static boolean isQuery(String sql) {
        return switch (SqlParser.parse(sql)) {
            case Statement.Select _, Statement.Explain _, Statement.ShowStreams _, Statement.Describe _ -> true;
            case Statement.CreateStream _,
                    Statement.CreateView _,
                    Statement.Drop _,
                    Statement.Insert _,
                    Statement.KillQuery _,
                    Statement.Unsupported _ -> false;
        };
    }

    private static Plan plan(Query query, Catalog catalog) {
        return Optimizer.optimize(
                QueryBinder.bind(query, Environment.of(catalog)).plan());
    }

    private static Command createView(Statement.CreateView view, Catalog catalog) {
        Plan plan = plan(view.query(), catalog);
        if (!view.materialized()) {
            return new Command.CreateView(view.name(), view.ifNotExists(), view.orReplace(), view.sql());
        }
        String into = view.into();
        if (into != null) {
            checkTarget(view, plan, into, catalog);
        }
        return new Command.CreateMaterializedView(view.name(), view.ifNotExists(), into, plan);
    }

    /** The columns of a view go by name into the columns of its target. */
    private static void checkTarget(Statement.CreateView view, Plan plan, String into, Catalog catalog) {
        Relation target = catalog.relation(into);
        if (target == null) {
            throw Errors.unknown(view.position(), SqlException.Code.UNKNOWN_STREAM, "stream", into, catalog.names());
        }
        for (Column column : plan.schema().columns()) {
            if (target.schema().indexOf(column.name()) < 0) {
                throw Errors.at(
                        view.position(),
                        SqlException.Code.UNKNOWN_IDENTIFIER,
                        "target stream " + into + " has no column '" + column.name() + "'");
            }
        }
    }
}
