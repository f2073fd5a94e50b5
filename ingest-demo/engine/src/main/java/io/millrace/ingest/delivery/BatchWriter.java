package io.millrace.ingest.delivery;

import io.millrace.core.BatchId;
import io.millrace.core.IdempotentSink;
import io.millrace.core.PressureGauge;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a batch until the sink has stored or refused it, opening the sink anew whenever it asks for that.
 *
 * <p><b>Threading:</b> one thread.
 */
final class BatchWriter {

    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);
    /** Between two looks at the pressure. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** Hears of batches that were stored. */
    interface Listener {
        void stored(int rows, Duration time);
    }

    private final String name;
    private final IdempotentSink<JsonRow> sink;
    private final Backoff backoff;
    private final Pace pace;
    private final Progress progress;
    private final Listener listener;
    private final Ticker ticker;
    private final @Nullable PressureGauge gauge;
    private boolean opened;
    private @Nullable Long looked;

    BatchWriter(
            String name,
            IdempotentSink<JsonRow> sink,
            Backoff backoff,
            Pace pace,
            Progress progress,
            Listener listener,
            Ticker ticker) {
        this.name = name;
        this.sink = sink;
        this.backoff = backoff;
        this.pace = pace;
        this.progress = progress;
        this.listener = listener;
        this.ticker = ticker;
        this.gauge = sink instanceof PressureGauge one ? one : null;
    }

    /** Something that may have to be tried again. */
    interface Attempt {
        void run() throws InterruptedException;
    }

    /** Opens the sink, however long it takes. */
    void open() throws InterruptedException {
        opened = false;
        untilDone(() -> {});
    }

    /**
     * Writes a batch, however long it takes.
     *
     * @return null when it is stored; else why it was refused
     */
    @Nullable
    String write(BatchId id, List<Record<JsonRow>> rows) throws InterruptedException {
        if (pace.pause().isPositive()) {
            ticker.sleep(pace.pause());
        }
        try {
            untilDone(() -> {
                long begin = ticker.nanos();
                sink.write(id, rows);
                Duration time = Duration.ofNanos(ticker.nanos() - begin);
                pace.stored();
                progress.stored(rows.size(), time);
                listener.stored(rows.size(), time);
            });
            look();
            return null;
        } catch (PoisonException e) {
            progress.error(e.reason());
            return e.reason();
        }
    }

    /** Slows down before the system behind must ask for it. */
    private void look() {
        PressureGauge known = gauge;
        Long before = looked;
        if (known != null && (before == null || ticker.nanos() - before >= LOOK.toNanos())) {
            looked = ticker.nanos();
            int percent = known.pressurePercent();
            pace.pressure(percent);
            progress.pressure(percent);
        }
    }

    /** Runs something with the sink open, again after each failure that time may heal. */
    void untilDone(Attempt attempt) throws InterruptedException {
        for (int next = 1; ; next++) {
            try {
                if (!opened) {
                    sink.open();
                    opened = true;
                }
                attempt.run();
                progress.running();
                return;
            } catch (TransientException e) {
                opened = false;
                if (e.overloaded()) {
                    pace.overloaded();
                }
                Duration delay = backoff.delay(next, ThreadLocalRandom.current());
                if (next == 1) {
                    log.warn("sink does not take rows and is tried again, sink={} cause={}", name, e.reason());
                }
                progress.retry(next, delay, e.reason());
                ticker.sleep(delay);
            }
        }
    }

    void close() {
        opened = false;
        sink.close();
    }
}
