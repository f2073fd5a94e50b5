package io.millrace.ksql.engine;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.parse.ParsedStatement;
import io.millrace.ksql.plan.Analyzer;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.Metastore;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.plan.StatementPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the commands so far have made: streams, tables, types and queries. Depends on the commands alone, so it is the
 * same in every process. Not thread-safe.
 */
final class Catalog {

    private final Metastore metastore;
    private final Function<Metastore, Analyzer> analyzers;
    private final Analyzer analyzer;
    private final Map<String, PersistentQuery> queries;

    Catalog(Function<Metastore, Analyzer> analyzers) {
        this(new Metastore(), new LinkedHashMap<>(), analyzers);
    }

    private Catalog(
            Metastore metastore, Map<String, PersistentQuery> queries, Function<Metastore, Analyzer> analyzers) {
        this.metastore = metastore;
        this.queries = queries;
        this.analyzers = analyzers;
        this.analyzer = analyzers.apply(metastore);
    }

    /** An independent one with the same content, to try statements without effect. */
    Catalog copy() {
        return new Catalog(metastore.copy(), new LinkedHashMap<>(queries), analyzers);
    }

    /**
     * What a command did.
     *
     * @param message for people
     * @param started queries that are new
     * @param stopped queries that are gone
     * @param dropped what was removed; null for nothing
     * @param deleteTopic whether its topic goes too
     */
    record Effect(
            String message,
            List<PersistentQuery> started,
            List<PersistentQuery> stopped,
            @Nullable DataSource dropped,
            boolean deleteTopic) {

        static Effect of(String message) {
            return new Effect(message, List.of(), List.of(), null, false);
        }
    }

    Metastore metastore() {
        return metastore;
    }

    List<PersistentQuery> queries() {
        return List.copyOf(queries.values());
    }

    @Nullable
    PersistentQuery query(String id) {
        return queries.get(id);
    }

    StatementPlan plan(ParsedStatement parsed) {
        return analyzer.analyze(parsed);
    }

    /**
     * Carries out a statement.
     *
     * @param number place of the command in the log
     * @throws InvalidRequestException when it cannot be carried out; then nothing has changed
     */
    Effect apply(ParsedStatement parsed, Map<String, String> properties, long number) {
        if (parsed.statement() instanceof Statement.Terminate terminate) {
            return terminate(terminate);
        }
        return switch (plan(parsed)) {
            case StatementPlan.CreateSource create -> create(create, parsed.text(), number);
            case StatementPlan.CreateQuery create -> create(create, parsed.text(), properties, number);
            case StatementPlan.InsertQuery insert -> insert(insert, parsed.text(), properties, number);
            case StatementPlan.Drop drop -> drop(drop);
            case StatementPlan.Alter alter -> {
                metastore.put(alter.source());
                yield Effect.of(alter.source().name() + " was altered");
            }
            case StatementPlan.CreateType create -> {
                metastore.putType(create.name(), create.type());
                yield Effect.of("Type " + create.name() + " was created");
            }
            case StatementPlan.DropType drop -> {
                metastore.removeType(drop.name());
                yield Effect.of("Type " + drop.name() + " was dropped");
            }
            case StatementPlan.Nothing nothing -> Effect.of(nothing.message());
            case StatementPlan.Push _,
                    StatementPlan.Pull _,
                    StatementPlan.InsertRow _,
                    StatementPlan.Explain _,
                    StatementPlan.Direct _ -> throw KsqlException.of("this statement is no command");
        };
    }

    private Effect create(StatementPlan.CreateSource create, String text, long number) {
        DataSource source = create.source();
        List<PersistentQuery> stopped = stop(create.replaces());
        metastore.put(source);
        List<PersistentQuery> started = new ArrayList<>();
        if (source.readOnly() && source.isTable()) {
            started.add(add(
                    new PersistentQuery("CST_" + source.name() + "_" + number, text, null, source, false, Map.of())));
        }
        return new Effect(kind(source) + " created", started, stopped, null, false);
    }

    private Effect create(StatementPlan.CreateQuery create, String text, Map<String, String> properties, long number) {
        DataSource sink = create.sink();
        List<PersistentQuery> stopped = stop(create.replaces());
        metastore.put(sink);
        String id = (sink.isTable() ? "CTAS_" : "CSAS_") + sink.name() + "_" + number;
        PersistentQuery query = add(new PersistentQuery(id, text, create.query(), sink, false, properties));
        return new Effect("Created query with ID " + id, List.of(query), stopped, null, false);
    }

    private Effect insert(StatementPlan.InsertQuery insert, String text, Map<String, String> properties, long number) {
        String wished = insert.queryId();
        String id = wished == null ? "INSERTQUERY_" + number : wished;
        if (queries.containsKey(id)) {
            throw new InvalidRequestException(Reason.CONFLICT, "there is a query " + id + " already");
        }
        QueryPlan plan = insert.query();
        PersistentQuery query = add(new PersistentQuery(id, text, plan, insert.target(), true, properties));
        return new Effect("Created query with ID " + id, List.of(query), List.of(), null, false);
    }

    private PersistentQuery add(PersistentQuery query) {
        queries.put(query.id(), query);
        return query;
    }

    /** Ends the query that belongs to what is replaced. */
    private List<PersistentQuery> stop(@Nullable DataSource replaced) {
        if (replaced == null) {
            return List.of();
        }
        List<PersistentQuery> own = queries.values().stream()
                .filter(query -> query.belongsTo(replaced.name()))
                .toList();
        own.forEach(query -> queries.remove(query.id()));
        return own;
    }

    private Effect drop(StatementPlan.Drop drop) {
        String name = drop.source().name();
        List<String> users = queries.values().stream()
                .filter(query -> !query.belongsTo(name))
                .filter(query ->
                        query.reads().contains(name) || query.sink().name().equals(name))
                .map(PersistentQuery::id)
                .toList();
        if (!users.isEmpty()) {
            throw new InvalidRequestException(
                    Reason.CONFLICT,
                    "cannot drop " + name + ": it is used by " + String.join(", ", users)
                            + ", which you must TERMINATE first");
        }
        List<PersistentQuery> stopped = stop(drop.source());
        metastore.remove(name);
        return new Effect("Source " + name + " was dropped", List.of(), stopped, drop.source(), drop.deleteTopic());
    }

    private Effect terminate(Statement.Terminate terminate) {
        String id = terminate.query();
        if (id == null) {
            List<PersistentQuery> all = queries();
            queries.clear();
            return new Effect("All queries terminated", List.of(), all, null, false);
        }
        PersistentQuery query = queries.remove(id);
        if (query == null) {
            throw KsqlException.unknown(terminate.position(), "there is no query " + id);
        }
        return new Effect("Query " + id + " terminated", List.of(), List.of(query), null, false);
    }

    private static String kind(DataSource source) {
        return source.isTable() ? "Table" : "Stream";
    }
}
