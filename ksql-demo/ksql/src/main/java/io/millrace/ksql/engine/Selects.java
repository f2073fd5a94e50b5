package io.millrace.ksql.engine;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.QueueSettings;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.parse.KsqlParser;
import io.millrace.ksql.parse.ParsedStatement;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.plan.PullPlan;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.plan.StatementPlan;
import io.millrace.ksql.query.PullOptions;
import io.millrace.ksql.query.PushQueries;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.query.RowSink;
import io.millrace.ksql.query.StreamReads;
import io.millrace.ksql.query.TableReads;
import java.security.SecureRandom;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

/** Begins pull and push queries. Thread-safe. */
final class Selects {

    private final Application application;
    private final Runs runs;
    private final PushQueries push;
    private final StreamReads streams;
    private final PreparedPulls prepared = new PreparedPulls();
    private final AtomicLong pushed = new AtomicLong();
    private final long process = new SecureRandom().nextLong() & Long.MAX_VALUE;

    Selects(Application application, Runs runs, PushQueries push, Properties client) {
        this.application = application;
        this.runs = runs;
        this.push = push;
        this.streams = new StreamReads(client);
    }

    SelectResult select(String text, Session session, PullOptions options, QueueSettings queue) {
        PullPlan known = session.variables().isEmpty() ? prepared.find(text, application.version()) : null;
        if (known != null) {
            return pull(known, text, options);
        }
        long version = application.version();
        ParsedStatement parsed = single(KsqlParser.parse(text, session.variables()));
        return switch (application.read(catalog -> catalog.plan(parsed))) {
            case StatementPlan.Pull pull -> {
                prepared.remember(text, parsed.statement(), pull.query(), version);
                yield pull(pull.query(), parsed.text(), options);
            }
            case StatementPlan.Push follow ->
                new SelectResult.Push(
                        push.start(follow.query(), queue, runs.context(name(follow.query())), session.properties()));
            default -> throw new InvalidRequestException(Reason.MALFORMED, "only a SELECT can be read as a query");
        };
    }

    private static ParsedStatement single(List<ParsedStatement> statements) {
        if (statements.size() != 1 || !(statements.getFirst().statement() instanceof Statement.Select)) {
            throw new InvalidRequestException(
                    Reason.MALFORMED,
                    "expected one SELECT statement, found " + statements.size() + " statements" + " or another kind");
        }
        return statements.getFirst();
    }

    /** Names of push queries are their own in the whole cluster: each has a group for itself. */
    private String name(QueryPlan plan) {
        return "transient_" + plan.origin().layout().slots().getFirst().source() + "_" + process + "_"
                + pushed.incrementAndGet();
    }

    private SelectResult pull(PullPlan plan, String text, PullOptions options) {
        List<Column> columns =
                plan.columns().stream().map(QueryPlan.Output::column).toList();
        if (!plan.origin().source().isTable()) {
            return new SelectResult.Pull(columns, rows -> streams.read(plan, runs.context("pull"), rows));
        }
        TableReads table = table(plan);
        return new SelectResult.Pull(columns, rows -> table.pull(plan, text, options, rows));
    }

    private TableReads table(PullPlan plan) {
        String name = plan.origin().source().name();
        return runs.table(name)
                .orElseThrow(() -> KsqlException.of("the table " + name + " is kept by no query, so it can only be"
                        + " followed with EMIT CHANGES: CREATE TABLE ... AS SELECT * FROM " + name + " keeps it"));
    }

    void pullHere(RemoteQueries.Request request, RowSink rows) {
        PullPlan plan = prepared.find(request.statement(), application.version());
        if (plan == null) {
            plan = plan(request.statement());
        }
        table(plan).pullHere(plan, request, rows);
    }

    private PullPlan plan(String text) {
        long version = application.version();
        ParsedStatement parsed = single(KsqlParser.parse(text));
        if (!(application.read(catalog -> catalog.plan(parsed)) instanceof StatementPlan.Pull pull)) {
            throw new InvalidRequestException(Reason.MALFORMED, "this is no pull query");
        }
        prepared.remember(text, parsed.statement(), pull.query(), version);
        return pull.query();
    }
}
