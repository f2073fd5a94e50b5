package io.millrace.ingest;

import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.config.PipelineSpec;
import io.millrace.ingest.config.SinkSpec;
import io.millrace.ingest.delivery.SinkWorker;
import io.millrace.ingest.intake.Intake;
import io.millrace.ingest.letter.LetterBox;
import io.millrace.ingest.letter.Letters;
import io.millrace.ingest.log.DurableLog;
import io.millrace.ingest.status.PartState;
import io.millrace.ingest.status.PipelineStatus;
import io.millrace.ingest.type.AccountingSource;
import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.SeriesAccount;
import io.millrace.ingest.type.SinkContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A source, its log, its sinks and its letters. */
final class RunningPipeline implements IngestPipeline {

    private final PipelineSpec spec;
    private final Duration grace;
    private final LetterBox letters;
    private final DurableLog rows;
    private final Intake intake;
    private final List<SinkWorker> sinks;
    private final ReentrantLock control = new ReentrantLock();
    private volatile boolean paused;

    private RunningPipeline(
            PipelineSpec spec,
            Duration grace,
            LetterBox letters,
            DurableLog rows,
            Intake intake,
            List<SinkWorker> sinks) {
        this.spec = spec;
        this.grace = grace;
        this.letters = letters;
        this.rows = rows;
        this.intake = intake;
        this.sinks = List.copyOf(sinks);
    }

    /**
     * Opens what a pipeline keeps, and starts it.
     *
     * @throws io.millrace.core.failure.FatalException when that cannot be opened; nothing is open then
     */
    static RunningPipeline start(
            PipelineSpec spec,
            Path base,
            PipelineFolder folder,
            IngestSettings settings,
            SinkWorker.Listener listener,
            Consumer<List<Record<JsonRow>>> tap,
            Ticker ticker) {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            folder.keepOnly(spec.sinks().stream().map(SinkSpec::name).collect(Collectors.toSet()));
            LetterBox letters = LetterBox.open(spec.name(), folder.letters(), ticker);
            opened.addFirst(letters);
            letters.sinks(spec.sinks().stream().map(SinkSpec::name).collect(Collectors.toSet()));
            DurableLog rows = DurableLog.open(folder.rows(), spec.buffer(), ticker);
            opened.addFirst(rows);
            List<SinkWorker> sinks = new ArrayList<>();
            for (SinkSpec<?> sink : spec.sinks()) {
                SinkContext context = new SinkContext(spec.name(), sink.name(), base, ticker);
                SinkWorker worker =
                        SinkWorker.register(sink, context, folder.offsets(sink.name()), rows, letters, listener);
                opened.addFirst(worker);
                sinks.add(worker);
            }
            Intake intake =
                    new Intake(spec, base, folder.checkpoint(), settings.checkpoint(), rows, letters, tap, ticker);
            opened.addFirst(intake);
            rows.ready();
            RunningPipeline pipeline = new RunningPipeline(spec, settings.grace(), letters, rows, intake, sinks);
            pipeline.start();
            return pipeline;
        } catch (RuntimeException e) {
            opened.forEach(part -> close(part, e));
            throw e;
        }
    }

    private static void close(AutoCloseable part, RuntimeException cause) {
        try {
            part.close();
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public PipelineSpec spec() {
        return spec;
    }

    @Override
    public PipelineStatus status() {
        return Statuses.of(spec, intake, source(), rows, letters, sinks);
    }

    @Override
    public void pause() {
        controlled(() -> {
            paused = true;
            intake.stop(grace);
            intake.progress().state(PartState.Paused::new);
            return true;
        });
    }

    @Override
    public void resume() {
        controlled(() -> {
            if (paused) {
                paused = false;
                intake.start();
            }
            return true;
        });
    }

    @Override
    public void start() {
        controlled(() -> {
            paused = false;
            sinks.forEach(SinkWorker::start);
            intake.start();
            return true;
        });
    }

    @Override
    public void stop() {
        controlled(() -> stop(false, grace));
    }

    /** Stops all, and says whether nothing is left to store. */
    private boolean stop(boolean drain, Duration within) throws InterruptedException {
        intake.stop(within);
        List<Callable<Boolean>> ends = sinks.stream()
                .<Callable<Boolean>>map(sink -> () -> sink.stop(drain, within))
                .toList();
        boolean drained = true;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> end : threads.invokeAll(ends)) {
                drained &= end.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sink of pipeline " + name() + " could not be stopped", e);
        }
        return drained;
    }

    /**
     * Stops for good.
     *
     * @param drain whether sinks store first what is left, within the grace
     * @return whether nothing is left to store
     */
    boolean close(boolean drain) {
        return controlled(() -> {
            try {
                return stop(drain, grace);
            } finally {
                intake.close();
                sinks.forEach(SinkWorker::close);
                rows.close();
                letters.close();
            }
        });
    }

    private boolean controlled(Callable<Boolean> action) {
        control.lock();
        try {
            return action.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot happen: nothing here throws it", e);
        } finally {
            control.unlock();
        }
    }

    private @Nullable AccountingSource source() {
        Source<JsonRow> source = intake.source();
        return source instanceof AccountingSource accounting ? accounting : null;
    }

    @Override
    public List<Gap> gaps() {
        AccountingSource source = source();
        return source == null ? List.of() : source.gaps();
    }

    @Override
    public List<SeriesAccount> series() {
        AccountingSource source = source();
        return source == null ? List.of() : source.series();
    }

    @Override
    public Letters letters() {
        return letters;
    }
}
