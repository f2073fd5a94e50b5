package io.millrace.ksql.engine;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.TransientException;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.parse.KsqlParser;
import io.millrace.ksql.parse.ParsedStatement;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.plan.StatementPlan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Carries out texts of statements, all but SELECT. Thread-safe. */
final class Statements {

    private final EngineSettings settings;
    private final Application application;
    private final CommandLog commands;
    private final Topics topics;
    private final Runs runs;
    private final RowInserts inserts;
    private final Preparation preparation;

    Statements(
            EngineSettings settings,
            Application application,
            CommandLog commands,
            Topics topics,
            Runs runs,
            RowInserts inserts) {
        this.settings = settings;
        this.application = application;
        this.commands = commands;
        this.topics = topics;
        this.runs = runs;
        this.inserts = inserts;
        this.preparation = new Preparation(topics, settings.replicas());
    }

    void execute(String text, Session session, Consumer<StatementResult> done) throws InterruptedException {
        List<ParsedStatement> parsed = KsqlParser.parse(text, session.variables());
        check(parsed, session);
        for (ParsedStatement statement : parsed) {
            done.accept(execute(statement, session));
        }
    }

    List<QueryInfo> queries() {
        return application.read(catalog -> listings(catalog).queries());
    }

    private Listings listings(Catalog catalog) {
        Map<String, String> all = new TreeMap<>(settings.run().overrides());
        all.put("ksql.service.id", settings.serviceId());
        all.put("bootstrap.servers", settings.run().bootstrapServers());
        all.keySet().removeIf(name -> name.contains("jaas") || name.contains("password"));
        return new Listings(catalog, runs, topics, all);
    }

    /** Carries all of them out on a copy, so that a mistake in the last keeps the first from happening. */
    private void check(List<ParsedStatement> statements, Session session) {
        Catalog copy = application.read(Catalog::copy);
        long number = Long.MAX_VALUE / 2;
        for (ParsedStatement parsed : statements) {
            if (parsed.statement() instanceof Statement.Select) {
                throw new InvalidRequestException(
                        Reason.MALFORMED, "a SELECT is read as a query, it cannot stand among other statements");
            }
            if (isCommand(parsed.statement())) {
                Catalog.Effect effect = copy.apply(parsed, session.properties(), number++);
                effect.started().forEach(runs::topology);
            } else if (!(parsed.statement() instanceof Statement.Explain)) {
                copy.plan(parsed);
            }
        }
    }

    private static boolean isCommand(Statement statement) {
        return switch (statement) {
            case Statement.CreateSource _,
                    Statement.CreateAsSelect _,
                    Statement.InsertSelect _,
                    Statement.Drop _,
                    Statement.Terminate _,
                    Statement.AlterSource _,
                    Statement.CreateType _,
                    Statement.DropType _ -> true;
            default -> false;
        };
    }

    private StatementResult execute(ParsedStatement parsed, Session session) throws InterruptedException {
        String text = parsed.text();
        return switch (parsed.statement()) {
            case Statement.InsertValues _ -> insert(parsed);
            case Statement.SetProperty set -> {
                session.properties().put(set.name(), set.value());
                yield new StatementResult.Done(text, "Property '" + set.name() + "' is now '" + set.value() + "'");
            }
            case Statement.UnsetProperty unset -> {
                session.properties().remove(unset.name());
                yield new StatementResult.Done(text, "Property '" + unset.name() + "' is unset");
            }
            case Statement.Define define -> {
                session.variables().put(define.variable(), define.value());
                yield new StatementResult.Done(text, "Variable '" + define.variable() + "' is defined");
            }
            case Statement.Undefine undefine -> {
                session.variables().remove(undefine.variable());
                yield new StatementResult.Done(text, "Variable '" + undefine.variable() + "' is undefined");
            }
            case Statement.Show show ->
                application.read(catalog -> listings(catalog).show(show, text, session));
            case Statement.Describe describe ->
                application.read(catalog -> listings(catalog).describe(describe, text));
            case Statement.DescribeAll describe ->
                application.read(catalog -> listings(catalog).sources(describe.kind(), describe.extended(), text));
            case Statement.DescribeFunction describe ->
                application.read(catalog -> listings(catalog).function(describe, text));
            case Statement.Explain explain -> explain(explain, parsed);
            case Statement.AssertTopic check -> assertTopic(check, text);
            case Statement.Print _, Statement.AlterSystem _ ->
                throw KsqlException.at(parsed.statement().position(), "this statement is not supported");
            default -> command(parsed, session);
        };
    }

    private StatementResult insert(ParsedStatement parsed) throws InterruptedException {
        StatementPlan plan = application.read(catalog -> catalog.plan(parsed));
        if (!(plan instanceof StatementPlan.InsertRow row)) {
            throw new IllegalStateException(plan.toString());
        }
        try {
            inserts.insert(row.target(), row.row(), row.time())
                    .get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TransientException("cannot write into " + row.target().name(), e);
        }
        return new StatementResult.Done(parsed.text(), "Row inserted");
    }

    private StatementResult command(ParsedStatement parsed, Session session) throws InterruptedException {
        String id = "terminate";
        if (!(parsed.statement() instanceof Statement.Terminate)) {
            StatementPlan plan = application.read(catalog -> catalog.plan(parsed));
            if (plan instanceof StatementPlan.Nothing nothing) {
                return new StatementResult.Done(parsed.text(), nothing.message());
            }
            preparation.prepare(plan);
            id = id(plan);
        }
        long number = commands.append(id, new Command(parsed.text(), session.properties()));
        String message = application.outcomes().await(number, settings.patience());
        return new StatementResult.Executed(parsed.text(), id, message, number);
    }

    private static String id(StatementPlan plan) {
        return switch (plan) {
            case StatementPlan.CreateSource create -> id(create.source(), "create");
            case StatementPlan.CreateQuery create -> id(create.sink(), "create");
            case StatementPlan.InsertQuery insert -> id(insert.target(), "insert");
            case StatementPlan.Drop drop -> id(drop.source(), "drop");
            case StatementPlan.Alter alter -> id(alter.source(), "alter");
            case StatementPlan.CreateType create -> "type/" + create.name() + "/create";
            case StatementPlan.DropType drop -> "type/" + drop.name() + "/drop";
            default -> throw new IllegalStateException(plan.toString());
        };
    }

    private static String id(DataSource source, String action) {
        return source.kind().name().toLowerCase(Locale.ROOT) + "/" + source.name() + "/" + action;
    }

    private StatementResult explain(Statement.Explain explain, ParsedStatement parsed) {
        String id = explain.query();
        if (id != null) {
            return application.read(catalog -> listings(catalog).explain(id, explain, parsed.text()));
        }
        StatementPlan plan = application.read(catalog -> catalog.plan(parsed));
        StatementPlan inner = plan instanceof StatementPlan.Explain explained ? explained.plan() : plan;
        return switch (inner) {
            case StatementPlan.CreateQuery create -> explained(parsed, create.query(), create.sink());
            case StatementPlan.InsertQuery insert -> explained(parsed, insert.query(), insert.target());
            case StatementPlan.Push push ->
                new StatementResult.Explained(parsed.text(), null, runs.describe(push.query()));
            default -> throw KsqlException.at(explain.position(), "only a query that keeps running can be explained");
        };
    }

    private StatementResult explained(ParsedStatement parsed, QueryPlan plan, DataSource sink) {
        PersistentQuery query = new PersistentQuery("EXPLAIN", parsed.text(), plan, sink, false, Map.of());
        return new StatementResult.Explained(
                parsed.text(), null, runs.topology(query).topology().describe().toString());
    }

    private StatementResult assertTopic(Statement.AssertTopic check, String text) throws InterruptedException {
        Duration step = Duration.ofMillis(200);
        for (Duration waited = Duration.ZERO; ; waited = waited.plus(step)) {
            boolean present = topics.size(check.topic()).isPresent();
            if (present == check.exists()) {
                return new StatementResult.Done(
                        text, "Topic " + check.topic() + (present ? " exists" : " does not exist"));
            }
            if (waited.compareTo(check.timeout()) >= 0) {
                throw KsqlException.at(
                        check.position(), "topic " + check.topic() + (present ? " exists" : " does not exist"));
            }
            runs.ticker().sleep(step);
        }
    }
}
