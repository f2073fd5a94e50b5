package io.millrace.ingest;

import io.millrace.core.failure.FatalException;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.config.IngestDocument;
import io.millrace.ingest.config.PipelineSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs pipelines.
 *
 * <p><b>Threading:</b> thread-safe; documents are applied one after the other.
 *
 * <p><b>Delivery:</b> a row that was confirmed to its source is stored once by every sink, or is a dead letter, or is
 * counted as dropped, also when the process is killed at any moment; see {@code docs/ingest-engine.md}.
 */
public final class Ingest implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    private final IngestSettings settings;
    private final IngestListener listener;
    private final Ticker ticker;
    private final FolderLock folder;
    private final TapQueue tap;
    private final ReentrantLock applying = new ReentrantLock();
    private volatile Map<String, RunningPipeline> running = Map.of();
    private @Nullable Path base;
    private boolean closed;

    private Ingest(IngestSettings settings, IngestListener listener, Ticker ticker, FolderLock folder, TapQueue tap) {
        this.settings = settings;
        this.listener = listener;
        this.ticker = ticker;
        this.folder = folder;
        this.tap = tap;
    }

    /**
     * Takes the folder; nothing runs yet.
     *
     * @throws FatalException when it cannot be used, or another process has it
     */
    public static Ingest open(IngestSettings settings, Ticker ticker) {
        return open(settings, IngestListener.NONE, RowTap.NONE, ticker);
    }

    /** As {@link #open(IngestSettings, Ticker)}, with a listener for meters and a tap for pages. */
    public static Ingest open(IngestSettings settings, IngestListener listener, RowTap tap, Ticker ticker) {
        return new Ingest(settings, listener, ticker, FolderLock.take(settings.folder()), new TapQueue(tap));
    }

    /**
     * Makes the running pipelines those of the document: what is the same goes on, what is other is restarted with its
     * log, what is new is started, and what is gone stores what is left, within the grace, and is stopped.
     *
     * @return one entry per pipeline, of the document first
     */
    public List<PipelineChange> apply(IngestDocument document) {
        applying.lock();
        try {
            if (closed) {
                throw new FatalException("pipelines are closed and cannot be changed");
            }
            boolean moved = base != null && !base.equals(document.base());
            base = document.base();
            Map<String, RunningPipeline> left = new LinkedHashMap<>(running);
            Map<String, RunningPipeline> next = new LinkedHashMap<>();
            List<PipelineChange> changes = new ArrayList<>();
            for (PipelineSpec spec : document.pipelines()) {
                changes.add(apply(spec, document.base(), moved, left.remove(spec.name()), next));
            }
            running = new LinkedHashMap<>(next);
            left.forEach((name, pipeline) -> changes.add(new PipelineChange.Removed(name, pipeline.close(true))));
            changes.forEach(change -> log.info("pipeline {} {}", change.pipeline(), change.text()));
            listener.changed(this);
            return List.copyOf(changes);
        } finally {
            applying.unlock();
        }
    }

    private PipelineChange apply(
            PipelineSpec spec,
            Path from,
            boolean moved,
            @Nullable RunningPipeline before,
            Map<String, RunningPipeline> next) {
        if (before != null && !moved && before.spec().equals(spec)) {
            next.put(spec.name(), before);
            return new PipelineChange.Unchanged(spec.name());
        }
        if (before != null) {
            before.close(false);
        }
        try {
            next.put(spec.name(), start(spec, from));
        } catch (FatalException e) {
            log.error("pipeline {} cannot start: {}", spec.name(), e.reason());
            return new PipelineChange.Failed(spec.name(), e.reason());
        }
        return before == null ? new PipelineChange.Started(spec.name()) : new PipelineChange.Restarted(spec.name());
    }

    private RunningPipeline start(PipelineSpec spec, Path from) {
        return RunningPipeline.start(
                spec,
                from,
                new PipelineFolder(settings.folder().resolve("pipelines").resolve(spec.name())),
                settings,
                (sink, rows, time) -> listener.stored(spec.name(), sink, rows, time),
                rows -> tap.offer(spec.name(), rows),
                ticker);
    }

    /** All pipelines, in the order of the document. */
    public List<IngestPipeline> pipelines() {
        return List.copyOf(running.values());
    }

    /** One pipeline; empty when there is none of that name. */
    public Optional<IngestPipeline> pipeline(String name) {
        return Optional.ofNullable(running.get(name));
    }

    /** Rows that the tap did not see because it was slow. */
    public long tapDropped() {
        return tap.dropped();
    }

    /** Closes sources, lets sinks store what is left within the grace, and stops. Idempotent. */
    @Override
    public void close() {
        applying.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            List<Thread> ends = running.values().stream()
                    .map(pipeline -> Thread.ofVirtual().start(() -> pipeline.close(true)))
                    .toList();
            for (Thread end : ends) {
                end.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            tap.close();
            folder.close();
            applying.unlock();
        }
    }
}
