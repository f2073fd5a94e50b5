package io.millrace.ksql.engine;

import io.millrace.core.failure.TransientException;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import io.millrace.ksql.format.Codecs;
import io.millrace.ksql.plan.QueryPlan;
import io.millrace.ksql.query.RemoteQueries;
import io.millrace.ksql.query.TableReads;
import io.millrace.ksql.run.ProcessingLog;
import io.millrace.ksql.run.QueryContext;
import io.millrace.ksql.run.QueryRun;
import io.millrace.ksql.run.QueryState;
import io.millrace.ksql.run.QueryTopology;
import io.millrace.ksql.run.RunSettings;
import io.millrace.ksql.run.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queries that run in this process. Thread-safe. */
final class Runs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Runs.class);

    private final RunSettings settings;
    private final Codecs codecs;
    private final Ticker ticker;
    private final ProcessingLog processingLog;
    private final RemoteQueries remote;
    private final Topics topics;
    private final Map<String, QueryRun> running = new ConcurrentHashMap<>();
    private final Map<String, TableReads> tables = new ConcurrentHashMap<>();
    private final Map<String, String> broken = new ConcurrentHashMap<>();

    Runs(
            RunSettings settings,
            Codecs codecs,
            Ticker ticker,
            ProcessingLog processingLog,
            RemoteQueries remote,
            Topics topics) {
        this.settings = settings;
        this.codecs = codecs;
        this.ticker = ticker;
        this.processingLog = processingLog;
        this.remote = remote;
        this.topics = topics;
    }

    QueryContext context(String id) {
        return new QueryContext(id, codecs, ticker, processingLog);
    }

    /** The topology, as a check and for people. */
    QueryTopology topology(PersistentQuery query) {
        QueryPlan plan = query.plan();
        QueryContext context = context(query.id());
        return plan == null
                ? QueryTopology.keeping(query.sink(), context)
                : QueryTopology.writing(plan, query.sink(), context);
    }

    /** The topology of a push query, for people. */
    String describe(QueryPlan plan) {
        return QueryTopology.giving(plan, (key, value, timestamp) -> {}, context("EXPLAIN"))
                .topology()
                .describe()
                .toString();
    }

    Ticker ticker() {
        return ticker;
    }

    /** Starts a query; one that cannot be started is shown as failed. */
    void start(PersistentQuery query) {
        try {
            QueryRun run =
                    QueryRun.start(topology(query), context(query.id()), settings, query.properties(), Backoff.DEFAULT);
            running.put(query.id(), run);
            StoreView view = run.view();
            if (view != null) {
                tables.put(
                        query.sink().name(),
                        new TableReads(run, view, HostInfo.buildFromEndpoint(settings.server()), remote));
            }
        } catch (RuntimeException e) {
            log.error("query cannot be started, id={}", query.id(), e);
            broken.put(query.id(), String.valueOf(e.getMessage()));
        }
    }

    /** Stops a query for good, with all that it kept. */
    void stop(PersistentQuery query) {
        broken.remove(query.id());
        QueryRun run = running.remove(query.id());
        if (run == null) {
            return;
        }
        tables.remove(query.sink().name());
        run.close();
        run.forget();
        try {
            topics.removeApplication(settings.application(query.id()));
        } catch (TransientException e) {
            log.warn("cannot remove what a query left, id={} cause={}", query.id(), e.getMessage());
        }
    }

    /** What answers pull queries over a table, empty when no query keeps it. */
    Optional<TableReads> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    QueryState state(String id) {
        String failure = broken.get(id);
        if (failure != null) {
            return new QueryState(QueryState.Status.FAILED, 0, List.of(new QueryState.Failure(ticker.now(), failure)));
        }
        QueryRun run = running.get(id);
        return run == null ? new QueryState(QueryState.Status.STOPPED, 0, List.of()) : run.state();
    }

    Optional<QueryRun> run(String id) {
        return Optional.ofNullable(running.get(id));
    }

    List<StateShare> shares() {
        List<StateShare> shares = new ArrayList<>();
        running.forEach((id, run) -> shares.addAll(StateShare.of(id, run.streams(), settings.server())));
        return shares;
    }

    /** Stops all; their state stays. */
    @Override
    public void close() {
        List<Thread> closing = running.values().stream()
                .map(run -> Thread.ofVirtual().start(run::close))
                .toList();
        for (Thread thread : closing) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
