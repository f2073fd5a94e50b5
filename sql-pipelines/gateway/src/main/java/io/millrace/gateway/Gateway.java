package io.millrace.gateway;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.time.Ticker;
import io.millrace.gateway.catalog.CatalogException;
import io.millrace.gateway.catalog.CatalogFile;
import io.millrace.gateway.catalog.CatalogProblem;
import io.millrace.gateway.catalog.PipelineCatalog;
import io.millrace.gateway.catalog.PipelineSpec;
import io.millrace.gateway.query.Pipelines;
import io.millrace.sql.QueryPlan;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipeline file and the pipelines that run from it, kept the same: changes by clients go to the file, edits of the
 * file go to the pipelines.
 *
 * <p><b>Threading:</b> thread-safe; changes are made one after the other.
 *
 * <p><b>Lifecycle:</b> {@link #start} once, then anything; {@link #close} ends all queries.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private final CatalogFile file;
    private final Pipelines pipelines;
    private final Ticker ticker;
    private volatile @Nullable GatewayStatus status;
    private @Nullable Thread watcher;

    public Gateway(CatalogFile file, Pipelines pipelines, Ticker ticker) {
        this.file = file;
        this.pipelines = pipelines;
        this.ticker = ticker;
    }

    /**
     * Reads the file, runs the set-ups and begins to watch the file.
     *
     * @param watchInterval between two looks at the file; zero for not watching
     * @throws CatalogException when the file cannot be used
     */
    public synchronized void start(Duration watchInterval) {
        install(file.load());
        log.info(
                "gateway running, file={} pipelines={} sample={}",
                file.path(),
                pipelines.list().size(),
                file.sampled());
        if (watchInterval.isPositive()) {
            watcher = Thread.ofVirtual().name("catalog-watch").start(() -> watch(watchInterval));
        }
    }

    public Pipelines pipelines() {
        return pipelines;
    }

    /** How the file stands; null before the start. */
    public @Nullable GatewayStatus status() {
        return status;
    }

    /**
     * Adds a pipeline to the file and runs its set-up.
     *
     * @throws InvalidRequestException when there is one of that name, or its SQL is wrong
     */
    public synchronized void create(PipelineSpec spec) {
        refresh();
        refuseExisting(spec.name());
        pipelines.admit(spec);
        change(() -> file.add(spec));
    }

    /** What {@link #create} would do, without any effect. */
    public QueryPlan checkCreate(PipelineSpec spec) {
        refuseExisting(spec.name());
        return pipelines.check(spec);
    }

    /**
     * Replaces a pipeline.
     *
     * @param expected the version that the author saw; null for any
     * @throws InvalidRequestException when there is none of that name, or its SQL is wrong
     * @throws VersionMismatchException when it has another version
     */
    public synchronized void replace(PipelineSpec spec, @Nullable String expected) {
        refresh();
        expect(spec.name(), expected);
        pipelines.admit(spec);
        change(() -> file.replace(spec));
    }

    /** What {@link #replace} would do, without any effect. */
    public QueryPlan checkReplace(PipelineSpec spec, @Nullable String expected) {
        expect(spec.name(), expected);
        return pipelines.check(spec);
    }

    /**
     * Removes a pipeline; its readers are told.
     *
     * @param expected the version that the author saw; null for any
     */
    public synchronized void delete(String name, @Nullable String expected) {
        refresh();
        expect(name, expected);
        change(() -> file.remove(name));
    }

    /** Looks at the file now. Returns true when something changed. */
    public synchronized boolean refresh() {
        try {
            PipelineCatalog edited = file.reload();
            if (edited == null) {
                return false;
            }
            log.info(
                    "{} was edited, pipelines={}",
                    file.path(),
                    edited.pipelines().size());
            install(edited);
            return true;
        } catch (CatalogException e) {
            refused(e.problems());
            log.warn("{} was edited and cannot be used, the pipelines stay as they were:\n{}", file.path(), e.reason());
            return false;
        } catch (FatalException e) {
            GatewayStatus known = status;
            CatalogProblem problem = new CatalogProblem(0, 0, "", e.reason());
            if (known != null && !known.problems().contains(problem)) {
                refused(List.of(problem));
                log.warn("{}, the pipelines stay as they were", e.reason());
            }
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (watcher != null) {
            watcher.interrupt();
        }
        pipelines.close();
    }

    private void change(Supplier<PipelineCatalog> write) {
        try {
            install(write.get());
        } catch (CatalogException e) {
            throw new InvalidRequestException(
                    Reason.CONFLICT, "the file of pipelines has an error that must be mended first: " + e.reason(), e);
        } finally {
            pipelines.withdraw();
        }
    }

    private void install(PipelineCatalog catalog) {
        catalog.warnings().stream()
                .filter(warning -> status == null || !status.warnings().contains(warning))
                .forEach(warning -> log.warn(warning.text(file.path().toString())));
        pipelines.install(catalog);
        status = new GatewayStatus(
                file.path().toString(),
                file.sampled(),
                catalog.backend(),
                catalog.engine(),
                List.of(),
                catalog.warnings());
    }

    private void refused(List<CatalogProblem> problems) {
        GatewayStatus known = status;
        if (known != null) {
            status = new GatewayStatus(
                    known.file(), known.sampled(), known.backend(), known.engine(), problems, known.warnings());
        }
    }

    private void refuseExisting(String name) {
        if (pipelines.contains(name)) {
            throw new InvalidRequestException(Reason.MALFORMED, "pipeline exist");
        }
    }

    private void expect(String name, @Nullable String expected) {
        String version = pipelines.status(name).version();
        if (expected != null && !expected.equals(version)) {
            throw new VersionMismatchException(name, version);
        }
    }

    private void watch(Duration interval) {
        try {
            while (true) {
                ticker.sleep(interval);
                try {
                    refresh();
                } catch (RuntimeException e) {
                    log.error("cannot look at {}", file.path(), e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
