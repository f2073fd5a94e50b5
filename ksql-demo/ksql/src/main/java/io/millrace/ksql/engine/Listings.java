package io.millrace.ksql.engine;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.ksql.function.Functions;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.run.QueryRun;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers SHOW, DESCRIBE and EXPLAIN from what is there. */
final class Listings {

    private final Catalog catalog;
    private final Runs runs;
    private final Topics topics;
    private final Map<String, String> settings;

    Listings(Catalog catalog, Runs runs, Topics topics, Map<String, String> settings) {
        this.catalog = catalog;
        this.runs = runs;
        this.topics = topics;
        this.settings = settings;
    }

    StatementResult show(Statement.Show show, String text, Session session) {
        return switch (show.subject()) {
            case STREAMS -> sources(Kind.STREAM, show.extended(), text);
            case TABLES -> sources(Kind.TABLE, show.extended(), text);
            case QUERIES -> new StatementResult.Queries(text, queries());
            case TOPICS ->
                new StatementResult.TopicList(
                        text,
                        topics.all().entrySet().stream()
                                .filter(topic -> show.all() || !topic.getKey().startsWith("_"))
                                .map(topic -> new StatementResult.TopicInfo(
                                        topic.getKey(),
                                        topic.getValue().partitions(),
                                        topic.getValue().replicas()))
                                .toList());
            case PROPERTIES -> {
                Map<String, String> all = new TreeMap<>(settings);
                all.putAll(session.properties());
                yield new StatementResult.Properties(text, all);
            }
            case FUNCTIONS ->
                new StatementResult.FunctionNames(
                        text, Functions.STANDARD.names().stream().sorted().toList());
            case TYPES -> new StatementResult.Types(text, catalog.metastore().types());
            case VARIABLES -> new StatementResult.Variables(text, session.variables());
        };
    }

    StatementResult sources(Kind kind, boolean extended, String text) {
        List<StatementResult.Description> all = catalog.metastore().sources().stream()
                .filter(source -> source.kind() == kind)
                .map(this::description)
                .toList();
        return new StatementResult.Sources(text, kind, all, extended);
    }

    StatementResult describe(Statement.Describe describe, String text) {
        DataSource source = catalog.metastore().source(describe.name(), describe.position());
        return new StatementResult.Described(text, description(source), describe.extended());
    }

    private StatementResult.Description description(DataSource source) {
        List<QueryInfo> all = queries();
        return new StatementResult.Description(
                source,
                all.stream()
                        .filter(query -> query.reads().contains(source.name()))
                        .toList(),
                all.stream()
                        .filter(query -> query.sink().name().equals(source.name()))
                        .toList());
    }

    StatementResult function(Statement.DescribeFunction describe, String text) {
        String name = describe.name().toUpperCase(Locale.ROOT);
        if (!Functions.STANDARD.names().contains(name)) {
            throw KsqlException.unknown(describe.position(), "there is no function " + name);
        }
        return new StatementResult.FunctionForms(text, name, Functions.STANDARD.forms(name));
    }

    /** How a query runs that is there. */
    StatementResult explain(String id, Statement.Explain explain, String text) {
        PersistentQuery query = catalog.query(id);
        if (query == null) {
            throw KsqlException.unknown(explain.position(), "there is no query " + id);
        }
        String topology = runs.run(id).map(QueryRun::description).orElse("");
        return new StatementResult.Explained(text, info(query), topology);
    }

    List<QueryInfo> queries() {
        return catalog.queries().stream().map(this::info).toList();
    }

    private QueryInfo info(PersistentQuery query) {
        return new QueryInfo(query.id(), query.statement(), query.sink(), query.reads(), runs.state(query.id()));
    }

    @Nullable
    QueryInfo query(String id) {
        PersistentQuery query = catalog.query(id);
        return query == null ? null : info(query);
    }
}
