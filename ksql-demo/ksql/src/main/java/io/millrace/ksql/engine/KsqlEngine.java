package io.millrace.ksql.engine;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.format.Codecs;
import io.millrace.ksql.format.LocalSchemas;
import io.millrace.ksql.format.RemoteSchemas;
import io.millrace.ksql.format.SchemaRegistry;
import io.millrace.ksql.function.Functions;
import io.millrace.ksql.plan.Analyzer;
import io.millrace.ksql.plan.DataSource;
import io.millrace.ksql.query.PullOptions;
import io.millrace.ksql.query.PushQueries;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.query.RowSink;
import io.millrace.ksql.run.QueryState;
import io.millrace.ksql.run.RunSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * ksqlDB's statements on Kafka Streams. Several engines with one service id are one application: each carries out all
 * commands, and they share the partitions of every query.
 *
 * <p><b>Threading:</b> thread-safe. Everything blocks: until a statement is carried out here, or rows are given.
 */
public final class KsqlEngine implements AutoCloseable {

    private final EngineSettings settings;
    private final Topics topics;
    private final SchemaRegistry registry;
    private final TopicProcessingLog processingLog;
    private final Runs runs;
    private final Application application;
    private final CommandLog commands;
    private final RowInserts inserts;
    private final Statements statements;
    private final Selects selects;

    private KsqlEngine(EngineSettings settings, RemoteQueries remote, Ticker ticker) {
        this.settings = settings;
        RunSettings run = settings.run();
        Properties client = run.client();
        this.topics = new Topics(client, ticker);
        this.registry = registry(settings.schemaRegistry());
        Codecs codecs = new Codecs(registry);
        this.processingLog = new TopicProcessingLog(settings.processingLogTopic(), client, ticker);
        this.runs = new Runs(run, codecs, ticker, processingLog, remote, topics);
        Catalog catalog =
                new Catalog(metastore -> new Analyzer(metastore, Functions.STANDARD, settings.defaults(), ticker));
        this.application = new Application(catalog, runs, topics);
        this.commands = new CommandLog(settings.commandTopic(), client, application, ticker);
        this.inserts = new RowInserts(codecs, client, ticker);
        this.statements = new Statements(settings, application, commands, topics, runs, inserts);
        PushQueries push = new PushQueries(
                run,
                left -> topics.removeApplication(run.application(left.context().queryId())));
        this.selects = new Selects(application, runs, push, client);
    }

    private static SchemaRegistry registry(@Nullable URI address) {
        return address == null ? new LocalSchemas() : new RemoteSchemas(address, null);
    }

    /**
     * Starts it, and returns when all commands so far are carried out and their queries started.
     *
     * @throws io.millrace.core.failure.TransientException when Kafka does not answer
     */
    public static KsqlEngine start(EngineSettings settings, RemoteQueries remote, Ticker ticker)
            throws InterruptedException {
        KsqlEngine engine = new KsqlEngine(settings, remote, ticker);
        try {
            engine.topics.ensure(
                    settings.commandTopic(),
                    OptionalInt.of(1),
                    settings.replicas(),
                    Map.of("retention.ms", "-1", "cleanup.policy", "delete"));
            engine.topics.ensure(settings.processingLogTopic(), OptionalInt.empty(), settings.replicas(), Map.of());
            engine.commands.start(settings.patience());
            return engine;
        } catch (RuntimeException | InterruptedException e) {
            engine.close();
            throw e;
        }
    }

    /**
     * Carries out statements one after another, all but SELECT. All of them are checked before the first is begun.
     *
     * @throws InvalidRequestException when one of them cannot be carried out; those before it have been
     */
    public List<StatementResult> execute(String text, Session session) throws InterruptedException {
        List<StatementResult> results = new ArrayList<>();
        execute(text, session, results::add);
        return results;
    }

    /**
     * As {@link #execute(String, Session)}, telling each result as it comes, also of those statements that are carried
     * out before one that fails.
     *
     * @param done is given the results in the order of the statements, on the calling thread
     */
    public void execute(String text, Session session, Consumer<StatementResult> done) throws InterruptedException {
        statements.execute(text, session, done);
    }

    /**
     * Waits until all commands up to one have been carried out here.
     *
     * @param sequence as {@link StatementResult.Executed#sequence}
     * @return false when they have not within the time
     */
    public boolean awaitCommand(long sequence, Duration patience) throws InterruptedException {
        return application.outcomes().reach(sequence, patience);
    }

    /** Who keeps which part of the queries' states, as far as this process knows. */
    public List<StateShare> shares() {
        return runs.shares();
    }

    /**
     * Begins a SELECT.
     *
     * @param queue bound of a push query's results
     * @throws InvalidRequestException when the text is anything else
     */
    public SelectResult select(String text, Session session, PullOptions options, QueueSettings queue)
            throws InterruptedException {
        return selects.select(text, session, options, queue);
    }

    /** Answers what another process asks: rows of the partitions kept here. */
    public void pullHere(RemoteQueries.Request request, RowSink rows) {
        selects.pullHere(request, rows);
    }

    /**
     * Writes one row.
     *
     * @param target name of a stream or table
     * @param values by column; columns left out are NULL
     * @return done when the row is durable
     */
    public CompletableFuture<Void> insert(String target, Map<String, Object> values) {
        DataSource source = source(target);
        for (String name : values.keySet()) {
            if (source.schema().indexOf(name) < 0) {
                throw new InvalidRequestException(Reason.UNPROCESSABLE, target + " has no column " + name);
            }
        }
        List<@Nullable Object> row = new ArrayList<>();
        source.schema().columns().forEach(column -> row.add(values.get(column.name())));
        return inserts.insert(source, row, OptionalLong.empty());
    }

    /**
     * The stream or table of that name.
     *
     * @throws InvalidRequestException when there is none
     */
    public DataSource source(String name) {
        return application
                .read(catalog -> Optional.ofNullable(catalog.metastore().find(name)))
                .orElseThrow(
                        () -> new InvalidRequestException(Reason.NOT_FOUND, "there is no stream or table " + name));
    }

    /** All queries that run. */
    public List<QueryInfo> queries() {
        return statements.queries();
    }

    /** Whether every query runs here, or is about to. */
    public boolean healthy() {
        return queries().stream().noneMatch(query -> query.state().status() == QueryState.Status.FAILED);
    }

    /** Name of the Kafka cluster. */
    public String cluster() {
        return topics.cluster();
    }

    public EngineSettings settings() {
        return settings;
    }

    /** Failures of single records so far. */
    public long failures() {
        return processingLog.reported();
    }

    /** Failures of single records that could not be written to the processing log. */
    public long failuresDropped() {
        return processingLog.dropped();
    }

    /** Stops the queries, whose state stays, and frees all. Idempotent; waits for at most 30 s. */
    @Override
    public void close() {
        commands.close();
        runs.close();
        inserts.close();
        processingLog.close();
        topics.close();
        if (registry instanceof RemoteSchemas remote) {
            remote.close();
        }
    }
}
