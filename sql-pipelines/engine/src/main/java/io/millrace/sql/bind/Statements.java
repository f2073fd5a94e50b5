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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The entry of the front end: one statement's text becomes a command. */
public final class Statements {

    private Statements() {}

    /**
     * Parses and binds one statement; a trailing semicolon is fine.
     *
     * @throws SqlException with position, what was found and what was expected
     */
    public static Command bind(String sql, Catalog catalog) {
        return bind(sql, Map.of(), Set.of(), new HashMap<>(), catalog);
    }

    /**
     * As {@link #bind(String, Catalog)}, with settings that came apart from the text; those in the text go before. All
     * this counts for a SELECT alone.
     *
     * @param settings by name, values as text
     * @param foreign names of settings that are not the engine's
     * @param others gets the foreign settings that are there
     */
    public static Command bind(
            String sql,
            Map<String, String> settings,
            Set<String> foreign,
            Map<String, String> others,
            Catalog catalog) {
        return switch (SqlParser.parse(sql)) {
            case Statement.Select(Query query) -> {
                Plan plan = plan(with(settings, foreign, others, query), catalog);
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

    private static Query with(
            Map<String, String> settings, Set<String> foreign, Map<String, String> others, Query query) {
        if (settings.isEmpty() && foreign.isEmpty()) {
            return query;
        }
        List<Query.Setting> all = new ArrayList<>();
        settings.forEach((name, value) -> all.add(new Query.Setting(name, value, query.position())));
        all.addAll(query.settings());
        for (Query.Setting setting : all) {
            if (foreign.contains(setting.name())) {
                others.put(setting.name(), setting.value());
            }
        }
        all.removeIf(setting -> foreign.contains(setting.name()));
        return query.withSettings(all);
    }

    /**
     * The command of an INSERT whose rows come apart from its text; empty for every other statement.
     *
     * @throws SqlException when the stream or a column is not there
     */
    public static Optional<Command.Insert> insertWithoutRows(String sql, Catalog catalog) {
        return SqlParser.insertWithoutRows(sql).map(insert -> StreamBinder.insert(insert, catalog));
    }

    /** True for a setting that a SELECT may have. */
    public static boolean isQuerySetting(String name) {
        return QuerySettings.knows(name);
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
