package io.millrace.gateway.query;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.time.Ticker;
import io.millrace.gateway.catalog.Backend;
import io.millrace.gateway.catalog.PipelineCatalog;
import io.millrace.gateway.catalog.PipelineSpec;
import io.millrace.sql.Engine;
import io.millrace.sql.QueryPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipelines that clients can read. All readers of a streaming pipeline share one running query, which starts with
 * the first and stops with the last; a reader that blocks, and every reader of a query that ends by itself, has a query
 * of its own.
 *
 * <p><b>Threading:</b> thread-safe; changes are for one thread at a time.
 */
public final class Pipelines implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Pipelines.class);

    private final Engines engines;
    private final QuerySettings settings;
    private final QueryQuota quota;
    private final Ticker ticker;
    private final QueryListener listener;
    private volatile Map<String, ServedPipeline> served = Map.of();
    private @Nullable ServedPipeline admitted;
    private volatile String defaultEngine = PipelineCatalog.EMBEDDED;
    private volatile Backend backend = Backend.DEFAULT;
    private @Nullable Thread watch;

    /** No pipelines yet. Closing also closes the engines. */
    public Pipelines(Engines engines, QuerySettings settings, Ticker ticker, QueryListener listener) {
        this.engines = engines;
        this.settings = settings;
        this.quota = new QueryQuota(settings.maxQueries());
        this.ticker = ticker;
        this.listener = listener;
    }

    /**
     * Makes the pipelines those of the catalog. Only what differs is touched: new set-ups run, readers of changed and
     * removed pipelines are told why they end. A pipeline that cannot run is there with its problem.
     */
    public void install(PipelineCatalog catalog) {
        Map<String, ServedPipeline> before = served;
        Map<String, ServedPipeline> after = new LinkedHashMap<>();
        String engineBefore = defaultEngine;
        Backend backendBefore = backend;
        defaultEngine = catalog.engine();
        backend = catalog.backend();
        Set<String> unreachable = new HashSet<>();
        for (PipelineSpec spec : catalog.pipelines()) {
            ServedPipeline old = before.get(spec.name());
            boolean same = old != null
                    && old.spec().equals(spec)
                    && engineOf(spec, engineBefore).equals(engineOf(spec, defaultEngine))
                    && (backendBefore.equals(backend) || !usesServer(spec));
            after.put(spec.name(), same ? old : admitted(spec, unreachable));
        }
        withdraw();
        replace(before, after);
        engines.keepOnly(backend);
        listener.installed(this);
        watchServer();
    }

    private static String engineOf(PipelineSpec spec, String otherwise) {
        String named = spec.engine();
        return named == null ? otherwise : named;
    }

    private boolean usesServer(PipelineSpec spec) {
        return engineOf(spec, defaultEngine).equals(PipelineCatalog.PROTON);
    }

    /** Looks after the server that pipelines run on, as long as there are such pipelines. */
    private void watchServer() {
        if (watch != null) {
            watch.interrupt();
            watch = null;
        }
        if (served.values().stream().anyMatch(pipeline -> usesServer(pipeline.spec()))) {
            Engine server = engines.engine(PipelineCatalog.PROTON, backend);
            ServerWatch task = new ServerWatch(server, List.copyOf(served.values()), ticker);
            watch = Thread.ofVirtual().name("server-watch").start(task);
        }
    }

    /** How the server stands that pipelines run on; null when there are no such pipelines. */
    public @Nullable EngineStatus server() {
        return served.values().stream().anyMatch(pipeline -> usesServer(pipeline.spec()))
                ? new EngineStatus(
                        PipelineCatalog.PROTON,
                        engines.engine(PipelineCatalog.PROTON, backend).problem())
                : null;
    }

    /**
     * Runs the set-up of a pipeline that the next {@link #install} will bring.
     *
     * @throws StreamException why it cannot be read
     */
    public void admit(PipelineSpec spec) {
        ServedPipeline pipeline = serve(spec);
        pipeline.prepare();
        admitted = pipeline;
    }

    /** Undoes {@link #admit}. */
    public void withdraw() {
        ServedPipeline pipeline = admitted;
        admitted = null;
        if (pipeline != null) {
            pipeline.close("pipeline withdrawn");
        }
    }

    private ServedPipeline admitted(PipelineSpec spec, Set<String> unreachable) {
        ServedPipeline pipeline = admitted;
        if (pipeline != null && pipeline.spec().equals(spec)) {
            admitted = null;
            return pipeline;
        }
        return prepared(spec, unreachable);
    }

    /** @param unreachable engines that need not be tried again now, each would take its time to say so */
    private ServedPipeline prepared(PipelineSpec spec, Set<String> unreachable) {
        ServedPipeline pipeline = serve(spec);
        String name = engineOf(spec, defaultEngine);
        if (unreachable.contains(name)) {
            return pipeline;
        }
        try {
            pipeline.prepare();
        } catch (StreamException e) {
            log.warn("pipeline {} cannot be read: {}", spec.name(), e.reason());
            if (e instanceof TransientException) {
                unreachable.add(name);
            }
        }
        return pipeline;
    }

    private ServedPipeline serve(PipelineSpec spec) {
        String name = engineOf(spec, defaultEngine);
        Backend server = backend;
        return new ServedPipeline(spec, () -> engines.engine(name, server), settings, quota, ticker, listener);
    }

    private void replace(Map<String, ServedPipeline> before, Map<String, ServedPipeline> after) {
        served = Collections.unmodifiableMap(after);
        before.forEach((name, old) -> {
            ServedPipeline now = after.get(name);
            if (now == null) {
                old.close("pipeline deleted");
                log.info("pipeline {} deleted", name);
            } else if (now != old) {
                old.close("pipeline changed");
                log.info("pipeline {} changed, version={}", name, now.version());
            }
        });
        after.forEach((name, now) -> {
            if (!before.containsKey(name)) {
                log.info("pipeline {} added, version={}", name, now.version());
            }
        });
    }

    /**
     * Says what a pipeline would do, without any effect.
     *
     * @throws StreamException why it would not run
     */
    public QueryPlan check(PipelineSpec spec) {
        QueryPlan plan = engines.engine(engineOf(spec, defaultEngine), backend).check(spec.sqls());
        if (plan.schema().size() > 0) {
            SchemaRules.checkKey(plan.schema(), spec.key());
        }
        return plan;
    }

    /** What a pipeline will do. */
    public QueryPlan explain(String name) {
        return find(name).prepare().plan();
    }

    /**
     * A reader of a pipeline.
     *
     * @param overflow what happens when the reader is too slow; null for the pipeline's policy
     * @param key the column for {@code latest-by-key}; null for the pipeline's
     * @throws StreamException why it cannot be read, or not so
     */
    public Reader open(String name, @Nullable Overflow overflow, @Nullable String key) {
        return find(name).reader(overflow, key);
    }

    /** All pipelines in file order. */
    public List<PipelineStatus> list() {
        return served.values().stream().map(ServedPipeline::status).toList();
    }

    /**
     * One pipeline.
     *
     * @throws InvalidRequestException when there is none of that name
     */
    public PipelineStatus status(String name) {
        return find(name).status();
    }

    /** Whether there is a pipeline of that name. */
    public boolean contains(String name) {
        return served.containsKey(name);
    }

    /** What is running. */
    public List<QueryStatus> queries() {
        List<QueryStatus> queries = new ArrayList<>();
        served.values().forEach(pipeline -> queries.addAll(pipeline.queries()));
        return queries;
    }

    /** How many queries run. */
    public int running() {
        return quota.running();
    }

    /**
     * Stops a query; its readers are told.
     *
     * @throws InvalidRequestException when none of that id runs
     */
    public void stop(String id) {
        for (ServedPipeline pipeline : served.values()) {
            if (pipeline.stop(id, "stopped by request")) {
                return;
            }
        }
        throw new InvalidRequestException(Reason.NOT_FOUND, "query not found");
    }

    /** Ends everything; readers are told that the service shuts down. */
    @Override
    public void close() {
        Map<String, ServedPipeline> before = served;
        served = Map.of();
        if (watch != null) {
            watch.interrupt();
        }
        before.values().forEach(pipeline -> pipeline.close("shutting down"));
        engines.close();
    }

    private ServedPipeline find(String name) {
        ServedPipeline pipeline = served.get(name);
        if (pipeline == null) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "pipeline not found");
        }
        return pipeline;
    }
}
