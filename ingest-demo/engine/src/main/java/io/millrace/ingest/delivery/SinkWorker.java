package io.millrace.ingest.delivery;

import io.millrace.core.IdempotentSink;
import io.millrace.core.failure.FatalException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.config.SinkSpec;
import io.millrace.ingest.letter.LetterBox;
import io.millrace.ingest.log.DurableLog;
import io.millrace.ingest.log.LogReader;
import io.millrace.ingest.status.PartState;
import io.millrace.ingest.status.SinkStatus;
import io.millrace.ingest.type.SinkContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink of a pipeline with the virtual thread that feeds it, {@code ingest-<pipeline>-<sink>}.
 *
 * <p><b>Threading:</b> {@link #start}, {@link #stop} and {@link #close} are for one thread at a time; status is for
 * any.
 *
 * <p><b>Failure:</b> it tries again for ever what time may heal, and otherwise stands still until it is started again;
 * neither hinders other sinks.
 */
public final class SinkWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SinkWorker.class);
    private static final Duration ABANDONED = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final long PASSED = 10_000;
    private static final Duration PASS = Duration.ofMillis(500);

    /** Hears of batches that were stored. */
    public interface Listener {
        /** A batch of so many rows was stored in so much time. */
        void stored(String sink, int rows, Duration time);
    }

    private enum Order {
        RUN,
        DRAIN,
        STOP
    }

    private final SinkSpec<?> spec;
    private final SinkContext context;
    private final SinkJournal journal;
    private final LogReader reader;
    private final LetterBox letters;
    private final Listener listener;
    private final Ticker ticker;
    private final Pace pace;
    private final Progress progress;
    private final Gatherer gatherer;
    private volatile Order order = Order.STOP;
    private @Nullable Thread thread;
    private long passed;

    private SinkWorker(
            SinkSpec<?> spec,
            SinkContext context,
            SinkJournal journal,
            LogReader reader,
            LetterBox letters,
            Listener listener) {
        this.spec = spec;
        this.context = context;
        this.journal = journal;
        this.reader = reader;
        this.letters = letters;
        this.listener = listener;
        this.ticker = context.ticker();
        this.pace = new Pace(spec.delivery());
        this.progress = new Progress(ticker);
        this.gatherer =
                new Gatherer(reader, spec.rowTypes(), pace, spec.delivery().age(), ticker);
    }

    /**
     * Finds the sink's place in the log, which keeps what it needs from now on. A sink that is new begins with rows
     * that come after this.
     *
     * @param file where it keeps its offsets
     * @throws FatalException when they cannot be read
     */
    public static SinkWorker register(
            SinkSpec<?> spec, SinkContext context, Path file, DurableLog log, LetterBox letters, Listener listener) {
        if (!SinkJournal.fits(spec.rowTypes())) {
            throw new FatalException(
                    "sink " + spec.name() + " has too many types: their names may have 1000 characters");
        }
        SinkJournal journal = SinkJournal.open(file, context.pipeline() + "/" + context.sink(), log.end());
        Cut cut = journal.cut();
        LogReader reader = log.register(journal.position(), cut == null ? journal.position() : cut.to());
        return new SinkWorker(spec, context, journal, reader, letters, listener);
    }

    /** Begins to store, unless it does already. */
    public void start() {
        Thread running = thread;
        if (running != null && running.isAlive()) {
            return;
        }
        order = Order.RUN;
        progress.starting();
        thread = Thread.ofVirtual()
                .name("ingest-" + context.pipeline() + "-" + context.sink())
                .start(this::run);
    }

    private void run() {
        IdempotentSink<JsonRow> sink = null;
        try {
            sink = spec.create(context);
            store(sink);
            progress.stopped();
        } catch (InterruptedException _) {
            progress.stopped();
        } catch (RuntimeException e) {
            String cause = e instanceof FatalException fatal ? fatal.reason() : e.toString();
            progress.failed(cause);
            log.error("sink {} of pipeline {} failed", context.sink(), context.pipeline(), e);
        } finally {
            gatherer.clear();
            progress.underWay(Long.MAX_VALUE);
            if (sink != null) {
                close(sink);
            }
        }
    }

    private void close(IdempotentSink<JsonRow> sink) {
        try {
            sink.close();
        } catch (RuntimeException e) {
            log.warn("sink {} of pipeline {} did not close: {}", context.sink(), context.pipeline(), e.toString());
        }
    }

    private void store(IdempotentSink<JsonRow> sink) throws InterruptedException {
        BatchWriter writer = new BatchWriter(
                context.pipeline() + "/" + context.sink(),
                sink,
                spec.delivery().retry(),
                pace,
                progress,
                (rows, time) -> listener.stored(context.sink(), rows, time),
                ticker);
        Courier courier = new Courier(context.sink(), journal, reader, writer, letters, progress);
        writer.open();
        courier.resume();
        while (order != Order.STOP) {
            boolean hurry = order == Order.DRAIN;
            if (!hurry && courier.replay()) {
                continue;
            }
            boolean[] ready = {false};
            writer.untilDone(() -> ready[0] = gatherer.gather(hurry));
            if (ready[0]) {
                courier.deliver(gatherer.take(), reader.position(), spec.rowTypes());
            } else if (gatherer.isEmpty() && (hurry || isPassDue())) {
                courier.pass();
                passed = ticker.nanos();
            }
            if (hurry && gatherer.isEmpty() && !reader.isBehind()) {
                return;
            }
        }
    }

    /** Rows of other types are passed from time to time only, since that costs a write to the disk. */
    private boolean isPassDue() {
        return reader.position() - journal.position() >= PASSED || ticker.nanos() - passed >= PASS.toNanos();
    }

    /**
     * Ends.
     *
     * @param drain whether to store first all that is in the log
     * @param grace how long that, or the batch under way, may take
     * @return whether nothing is left in the log
     */
    public boolean stop(boolean drain, Duration grace) throws InterruptedException {
        Thread running = thread;
        order = drain ? Order.DRAIN : Order.STOP;
        reader.wake();
        if (running != null) {
            long begin = ticker.nanos();
            while (running.isAlive() && ticker.nanos() - begin < grace.toNanos()) {
                running.join(LOOK);
            }
            order = Order.STOP;
            running.interrupt();
            if (!running.join(ABANDONED)) {
                log.error("sink {} of pipeline {} does not end", context.sink(), context.pipeline());
            }
        }
        return reader.lag() == 0;
    }

    /** What it does now. */
    public SinkStatus status(Map<String, Long> letterCounts) {
        long lagRows = reader.lag();
        return new SinkStatus(
                spec.name(),
                spec.type(),
                state(),
                progress.rows(),
                progress.batches(),
                lagRows,
                lagRows == 0 ? Duration.ZERO : lag(),
                progress.lastRows(),
                progress.lastInsert(),
                letterCounts.getOrDefault(spec.name(), 0L),
                gatherer.leftOut(),
                reader.missed(),
                progress.retries(),
                pace.isOverloaded(),
                pace.pause(),
                progress.pressure(),
                progress.lastError());
    }

    /** What it does now. */
    public PartState state() {
        return progress.state();
    }

    private Duration lag() {
        long oldest = Math.min(Math.min(progress.oldestUnderWay(), gatherer.oldest()), reader.oldest());
        long now = ticker.now().toEpochMilli();
        return oldest == Long.MAX_VALUE ? Duration.ZERO : Duration.ofMillis(Math.max(0, now - oldest));
    }

    /** Leaves the log; what it knows stays in its file. */
    @Override
    public void close() {
        reader.close();
        journal.close();
    }
}
