package io.millrace.ingest.intake;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.config.PipelineSpec;
import io.millrace.ingest.letter.LetterBox;
import io.millrace.ingest.log.Appended;
import io.millrace.ingest.log.DurableLog;
import io.millrace.ingest.status.PartState;
import io.millrace.ingest.type.SourceContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source with the virtual thread that polls it, {@code ingest-<pipeline>}. Each start makes a new source, which gets
 * the memory of the one before.
 *
 * <p><b>Threading:</b> {@link #start} and {@link #stop} are for one thread at a time; the rest is for any.
 */
public final class Intake implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration ABANDONED = Duration.ofSeconds(5);

    private final PipelineSpec spec;
    private final Path base;
    private final DurableLog rows;
    private final LetterBox letters;
    private final Memory memory;
    private final Consumer<List<Record<JsonRow>>> tap;
    private final Ticker ticker;
    private final IntakeProgress progress;
    private final Group group = new Group();
    private volatile boolean stopping;
    private volatile boolean refused;
    private volatile @Nullable Source<JsonRow> source;
    private @Nullable Thread thread;

    /**
     * Finds the source's place in the log.
     *
     * @param file where its memory is kept
     * @throws FatalException when that cannot be read
     */
    public Intake(
            PipelineSpec spec,
            Path base,
            Path file,
            Duration checkpoint,
            DurableLog rows,
            LetterBox letters,
            Consumer<List<Record<JsonRow>>> tap,
            Ticker ticker) {
        this.spec = spec;
        this.base = base;
        this.rows = rows;
        this.letters = letters;
        this.memory = new Memory(file, spec.source().type(), checkpoint, rows, ticker);
        this.tap = tap;
        this.ticker = ticker;
        this.progress = new IntakeProgress(ticker);
    }

    /** Opens the source and polls it, unless that is done already. */
    public void start() {
        Thread running = thread;
        if (running != null && running.isAlive()) {
            return;
        }
        stopping = false;
        progress.state(PartState.Starting::new);
        thread = Thread.ofVirtual().name("ingest-" + spec.name()).start(this::run);
    }

    private void run() {
        Source<JsonRow> current = null;
        try {
            current = spec.source().create(new SourceContext(spec.name(), base, this::refuse, ticker));
            source = current;
            memory.register(current);
            memory.restore(current);
            boolean ended = poll(current);
            flush(current);
            memory.keep(current);
            progress.state(ended ? PartState.Ended::new : PartState.Stopped::new);
        } catch (InterruptedException _) {
            progress.state(PartState.Stopped::new);
        } catch (RuntimeException e) {
            String cause = e instanceof FatalException fatal ? fatal.reason() : e.toString();
            progress.failed(cause);
            log.error("source of pipeline {} failed", spec.name(), e);
        } finally {
            group.clear();
            if (current != null) {
                close(current);
            }
        }
    }

    private void close(Source<JsonRow> current) {
        try {
            current.close();
        } catch (RuntimeException e) {
            log.warn("source of pipeline {} did not close: {}", spec.name(), e.toString());
        }
    }

    /** Polls until the source ends (true), or this is stopped. */
    private boolean poll(Source<JsonRow> current) throws InterruptedException {
        boolean opened = false;
        int attempt = 1;
        while (!stopping) {
            try {
                if (!opened) {
                    current.open();
                    opened = true;
                    progress.running();
                }
                Poll<JsonRow> poll = current.poll(timeout());
                attempt = 1;
                switch (poll) {
                    case Poll.Batch<JsonRow> batch -> {
                        progress.read(batch.records().size());
                        group.add(batch, ticker.nanos());
                    }
                    case Poll.Idle<JsonRow> _ -> {}
                    case Poll.End<JsonRow> _ -> {
                        return !stopping;
                    }
                }
                if (group.isLarge() || !timeLeft().isPositive()) {
                    flush(current);
                }
                keepRefusals();
                memory.keepWhenDue(current, group.isEmpty());
            } catch (PoisonException e) {
                refuse(new byte[0], e.reason());
            } catch (TransientException e) {
                opened = false;
                flush(current);
                backOff(attempt++, e);
            }
        }
        return false;
    }

    private void backOff(int attempt, TransientException cause) throws InterruptedException {
        Duration delay = Backoff.DEFAULT.delay(attempt, ThreadLocalRandom.current());
        if (attempt == 1) {
            log.warn("pipeline {} waits and tries again: {}", spec.name(), cause.reason());
        }
        progress.retry(attempt, delay, cause.reason());
        ticker.sleep(delay);
    }

    private Duration timeout() {
        return group.isEmpty() ? POLL : timeLeft();
    }

    /** How long the group may wait for more. */
    private Duration timeLeft() {
        if (group.isEmpty()) {
            return POLL;
        }
        Duration left = spec.buffer().sync().minusNanos(ticker.nanos() - group.begin());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Writes the group to the disk and confirms it, however long there is no room. */
    private void flush(Source<JsonRow> current) throws InterruptedException {
        if (group.isEmpty()) {
            return;
        }
        List<Record<JsonRow>> all = group.rows();
        for (int attempt = 1; ; attempt++) {
            try {
                keepRefusals();
                switch (rows.append(all)) {
                    case Appended.Stored _ -> {
                        progress.logged(all.size());
                        confirm();
                        tap.accept(all);
                        return;
                    }
                    case Appended.Dropped _ -> {
                        confirm();
                        return;
                    }
                    case Appended.Full _ -> {
                        attempt = 0;
                        if (stopping) {
                            group.clear(); // not confirmed: the source gives it again, if it can
                            return;
                        }
                        memory.release(current);
                        rows.awaitRoom(POLL);
                    }
                }
            } catch (TransientException e) {
                if (stopping) {
                    group.clear();
                    return;
                }
                backOff(attempt, e);
                progress.running();
            }
        }
    }

    private void confirm() {
        try {
            group.confirm();
        } catch (TransientException e) {
            // the rows are on the disk; a source that gives them again must know them by its memory
            log.warn("source of pipeline {} did not take a confirmation: {}", spec.name(), e.reason());
            group.clear();
        }
    }

    private void refuse(byte[] message, String reason) {
        letters.refused(message, reason);
        refused = true;
    }

    private void keepRefusals() {
        if (refused) {
            refused = false;
            letters.sync();
        }
    }

    /** Closes the source once what it gave is on the disk; waits at most so long for that. */
    public void stop(Duration grace) throws InterruptedException {
        Thread running = thread;
        stopping = true;
        rows.wake();
        if (running == null) {
            return;
        }
        long begin = ticker.nanos();
        while (running.isAlive() && ticker.nanos() - begin < grace.toNanos()) {
            running.join(LOOK);
        }
        Source<JsonRow> current = source;
        if (running.isAlive() && current != null) {
            close(current);
        }
        running.interrupt();
        if (!running.join(ABANDONED)) {
            log.error("source of pipeline {} does not end", spec.name());
        }
    }

    /** The source that was made last; null before the first. */
    public @Nullable Source<JsonRow> source() {
        return source;
    }

    /** What it does and has done. */
    public IntakeProgress progress() {
        return progress;
    }

    @Override
    public void close() {
        memory.close();
    }
}
