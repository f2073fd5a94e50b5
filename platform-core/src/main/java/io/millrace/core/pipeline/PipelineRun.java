package io.millrace.core.pipeline;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One run of one pipeline.
 *
 * <p><b>Threading:</b> everything that is not of {@link PipelineHandle} belongs to the pipeline's own thread; what both
 * sides touch is guarded by {@code gate}.
 */
final class PipelineRun<I, O> implements PipelineHandle {

    private static final Logger log = LoggerFactory.getLogger(PipelineRunner.class);

    private final Pipeline<I, O> pipeline;
    private final PipelineSettings settings;
    private final PipelineWatch watch;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Object gate = new Object();
    private boolean stopping;
    private boolean interruptible;

    private final ArrayDeque<DeadLetter> letters = new ArrayDeque<>();
    private @Nullable InFlight<I, O> inFlight;
    private PipelinePart part = PipelinePart.SINK;
    private boolean sourceOpen;
    private boolean sinkOpen;
    private boolean lettersOpen;
    private int attempt;

    PipelineRun(Pipeline<I, O> pipeline, PipelineWatch watch, Ticker ticker, RandomGenerator random) {
        this.pipeline = pipeline;
        this.settings = pipeline.settings();
        this.watch = watch;
        this.ticker = ticker;
        this.random = random;
        this.thread = Thread.ofVirtual().name("pipeline-" + pipeline.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public String name() {
        return pipeline.name();
    }

    @Override
    public PipelineState state() {
        return watch.state();
    }

    @Override
    public PipelineState await() throws InterruptedException {
        over.await();
        return state();
    }

    @Override
    public void close() {
        synchronized (gate) {
            stopping = true;
            if (interruptible) {
                thread.interrupt();
            }
        }
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            if (!over.await(settings.grace().toNanos(), TimeUnit.NANOSECONDS)) {
                abort();
                if (!over.await(1, TimeUnit.SECONDS)) {
                    log.warn("pipeline {} does not stop, left behind", name());
                }
            }
        } catch (InterruptedException e) {
            abort();
            Thread.currentThread().interrupt();
        }
    }

    private void abort() {
        log.warn("pipeline {} interrupted after its grace period", name());
        thread.interrupt();
        closeQuietly(pipeline.source());
    }

    private void run() {
        ScopedValue.where(PipelineRunner.PIPELINE, name()).run(() -> {
            try (MDC.MDCCloseable _ = MDC.putCloseable("pipeline", name())) {
                watch.change(new PipelineState.Starting());
                PipelineState last = work();
                closeQuietly(pipeline.sink());
                closeQuietly(pipeline.deadLetters());
                closeQuietly(pipeline.source());
                watch.change(last);
            } finally {
                over.countDown();
            }
        });
    }

    private PipelineState work() {
        try {
            boolean more = true;
            while (more) {
                more = attempt();
            }
            return new PipelineState.Stopped();
        } catch (InterruptedException e) {
            return new PipelineState.Stopped();
        } catch (StreamException e) {
            return new PipelineState.Failed(e);
        } catch (Throwable e) {
            return new PipelineState.Failed(new FatalException("unexpected " + e, e));
        }
    }

    /** One step, or after its failure the wait before the next. False when there is no next. */
    private boolean attempt() throws InterruptedException {
        try {
            return step();
        } catch (TransientException e) {
            return backOff(e);
        }
    }

    /** Takes one batch as far as it goes. False at the end. */
    private boolean step() throws InterruptedException {
        openParts();
        flushLetters();
        boolean more = inFlight != null || pollOnce();
        if (inFlight != null) {
            process(inFlight);
            write(inFlight);
            commit(inFlight);
        }
        attempt = 0;
        return more && !stopping();
    }

    /** False at the end of the source. */
    private boolean pollOnce() throws InterruptedException {
        return switch (poll()) {
            case null -> true;
            case Poll.Idle<I> _ -> true;
            case Poll.End<I> _ -> false;
            case Poll.Batch<I> batch -> {
                inFlight = new InFlight<>(batch.records(), batch.ack());
                yield true;
            }
        };
    }

    private void openParts() {
        if (!sinkOpen) {
            part = PipelinePart.SINK;
            pipeline.sink().open();
            sinkOpen = true;
        }
        if (!lettersOpen && pipeline.deadLetters() != null) {
            part = PipelinePart.DEAD_LETTERS;
            pipeline.deadLetters().open();
            lettersOpen = true;
        }
        if (!sourceOpen) {
            part = PipelinePart.SOURCE;
            pipeline.source().open();
            sourceOpen = true;
        }
        if (!(watch.state() instanceof PipelineState.Running)) {
            watch.change(new PipelineState.Running());
        }
    }

    /** Null when the input could not be read and that has been dealt with. */
    private @Nullable Poll<I> poll() throws InterruptedException {
        part = PipelinePart.SOURCE;
        if (!beginInterruptible()) {
            return new Poll.End<>();
        }
        long start = ticker.nanos();
        try {
            Poll<I> poll = pipeline.source().poll(settings.pollTimeout());
            int records = poll instanceof Poll.Batch<I> batch ? batch.records().size() : 0;
            watch.tell(new PipelineEvent.Polled(name(), records, since(start)));
            return poll;
        } catch (PoisonException e) {
            endInterruptible();
            reject(PipelinePart.SOURCE, null, e);
            return null;
        } catch (StreamException e) {
            watch.tell(new PipelineEvent.CallFailed(name(), PipelinePart.SOURCE, since(start)));
            throw e;
        } finally {
            endInterruptible();
        }
    }

    private void process(InFlight<I, O> batch) throws InterruptedException {
        for (Record<I> record = batch.unprocessed().peekFirst();
                record != null;
                record = batch.unprocessed().peekFirst()) {
            part = PipelinePart.OPERATOR;
            List<Record<O>> outputs = new ArrayList<>();
            try {
                pipeline.operator().process(record, outputs::add);
                batch.unwritten().addAll(outputs);
                batch.unprocessed().removeFirst();
            } catch (PoisonException e) {
                batch.unprocessed().removeFirst();
                reject(PipelinePart.OPERATOR, record, e);
            }
        }
    }

    private void write(InFlight<I, O> batch) throws InterruptedException {
        while (!batch.unwritten().isEmpty()) {
            List<Record<O>> records = batch.nextToWrite();
            part = PipelinePart.SINK;
            long start = ticker.nanos();
            try {
                pipeline.sink().write(records);
                watch.tell(new PipelineEvent.Written(name(), records.size(), newest(records), since(start)));
                batch.done(records.size());
            } catch (PoisonException e) {
                if (records.size() == 1) {
                    batch.done(1);
                    reject(PipelinePart.SINK, records.getFirst(), e);
                } else {
                    batch.writeOneByOne();
                }
            } catch (StreamException e) {
                watch.tell(new PipelineEvent.CallFailed(name(), PipelinePart.SINK, since(start)));
                throw e;
            }
        }
    }

    /** A commit that fails leaves the batch to the source, which gives it again after the reopen. */
    private void commit(InFlight<I, O> batch) {
        inFlight = null;
        part = PipelinePart.SOURCE;
        batch.commit();
    }

    private void reject(PipelinePart by, @Nullable Record<?> record, PoisonException cause)
            throws InterruptedException {
        watch.tell(new PipelineEvent.Rejected(name(), by, cause));
        switch (settings.failurePolicy()) {
            case SKIP -> log.debug("record left out, pipeline={} part={} cause={}", name(), by.text(), cause.reason());
            case DEAD_LETTER -> {
                letters.add(new DeadLetter(name(), by, cause.reason(), record));
                flushLetters();
            }
            case STOP -> throw cause;
        }
    }

    private void flushLetters() throws InterruptedException {
        while (pipeline.deadLetters() != null && !letters.isEmpty()) {
            part = PipelinePart.DEAD_LETTERS;
            DeadLetter letter = letters.getFirst();
            try {
                pipeline.deadLetters().write(List.of(Record.of(letter, ticker.now())));
            } catch (PoisonException e) {
                throw new FatalException("dead-letter sink refuses a dead letter", e);
            }
            letters.removeFirst();
        }
    }

    private boolean backOff(TransientException cause) throws InterruptedException {
        switch (part) {
            case SOURCE -> sourceOpen = false;
            case SINK -> sinkOpen = false;
            case DEAD_LETTERS -> lettersOpen = false;
            case OPERATOR -> {}
        }
        attempt++;
        Duration delay = settings.backoff().delay(attempt, random);
        watch.tell(new PipelineEvent.Restarting(name(), part, cause));
        if (!beginInterruptible()) {
            return false;
        }
        try {
            watch.change(new PipelineState.BackingOff(attempt, ticker.now().plus(delay), cause));
            ticker.sleep(delay);
        } finally {
            endInterruptible();
        }
        return true;
    }

    /** From here a close may interrupt, as nothing can be lost. False when closing has begun. */
    private boolean beginInterruptible() {
        synchronized (gate) {
            interruptible = !stopping;
            return interruptible;
        }
    }

    private void endInterruptible() {
        synchronized (gate) {
            if (interruptible && stopping) {
                Thread.interrupted(); // it was meant for the wait that is over, not for the batch that came with it
            }
            interruptible = false;
        }
    }

    private boolean stopping() {
        synchronized (gate) {
            return stopping;
        }
    }

    private Duration since(long start) {
        return Duration.ofNanos(ticker.nanos() - start);
    }

    private static Instant newest(List<? extends Record<?>> records) {
        Instant newest = Instant.MIN;
        for (Record<?> record : records) {
            newest = record.timestamp().isAfter(newest) ? record.timestamp() : newest;
        }
        return newest;
    }

    private void closeQuietly(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            log.warn("pipeline {} could not close a part", name(), e);
        }
    }
}
