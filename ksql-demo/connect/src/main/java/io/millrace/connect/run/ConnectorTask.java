package io.millrace.connect.run;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineEvent;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: a pipeline that is made anew and started again, after a backoff, whenever it has failed. What time can heal
 * the pipeline heals itself, with its source open and its batch in hand.
 *
 * <p><b>Threading:</b> thread-safe; a virtual thread of its own waits for the pipeline's end.
 */
final class ConnectorTask implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConnectorTask.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final int id;
    private final Supplier<Pipeline<?, ?>> pipelines;
    private final PipelineRunner runner;
    private final Backoff backoff;
    private final Ticker ticker;
    private final AtomicLong restarts;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private boolean again;
    private boolean begun;
    private @Nullable PipelineHandle running;
    private @Nullable StreamException failure;
    private Instant next = Instant.EPOCH;
    // of the listener too
    private final AtomicInteger attempts = new AtomicInteger();

    /**
     * Starts it.
     *
     * @param pipelines makes the pipeline of each start
     * @param restarts counts starts that nobody asked for
     */
    ConnectorTask(
            String name,
            int id,
            Supplier<Pipeline<?, ?>> pipelines,
            Backoff backoff,
            Ticker ticker,
            PipelineListener listener,
            AtomicLong restarts) {
        this.name = name;
        this.id = id;
        this.pipelines = pipelines;
        this.backoff = backoff;
        this.ticker = ticker;
        this.restarts = restarts;
        this.runner = new PipelineRunner(
                ticker,
                event -> heard(event, listener),
                () -> ThreadLocalRandom.current().nextLong());
        this.thread = Thread.ofVirtual().name("task-" + name + "-" + id).unstarted(this::supervise);
    }

    void start() {
        thread.start();
    }

    int id() {
        return id;
    }

    private void heard(PipelineEvent event, PipelineListener listener) {
        if (event instanceof PipelineEvent.Written) {
            attempts.set(0);
        }
        listener.on(event);
    }

    private void supervise() {
        try {
            while (!closed()) {
                StreamException cause = run();
                if (cause != null && !closed()) {
                    backOff(cause);
                }
            }
        } catch (InterruptedException _) {
            log.debug("task {} of connector {} closed", id, name);
        }
    }

    /** One run to its end; null when that was asked for. */
    private @Nullable StreamException run() throws InterruptedException {
        PipelineHandle started;
        try {
            started = runner.start(pipelines.get());
        } catch (StreamException e) {
            return e;
        } catch (RuntimeException e) {
            return new FatalException("cannot start task " + id + " of connector " + name, e);
        }
        if (!took(started)) {
            started.close();
            return null;
        }
        PipelineState last = started.await();
        lock.lock();
        try {
            running = null;
            boolean wanted = again || closed;
            if (last instanceof PipelineState.Failed failed) {
                return failed.cause();
            }
            return wanted ? null : new TransientException("the source of connector " + name + " came to an end");
        } finally {
            lock.unlock();
        }
    }

    private boolean took(PipelineHandle started) {
        lock.lock();
        try {
            again = false;
            begun = true;
            if (!closed) {
                running = started;
                failure = null;
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void backOff(StreamException cause) throws InterruptedException {
        lock.lock();
        try {
            int attempt = attempts.incrementAndGet();
            begun = true;
            Duration delay = backoff.delay(attempt, ThreadLocalRandom.current());
            failure = cause;
            next = ticker.now().plus(delay);
            log.warn(
                    "task {} of connector {} has failed and starts again by itself, attempt={} until={} cause={}",
                    id,
                    name,
                    attempt,
                    next,
                    cause.reason());
            long left = delay.toNanos();
            while (!closed && !again && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (!again) {
                restarts.incrementAndGet();
            }
            again = false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the run that is going on, or the wait before the next, and begins another. Returns at once. */
    void restart() {
        lock.lock();
        try {
            again = true;
            attempts.set(0);
            failure = null;
            changed.signalAll();
            PipelineHandle ending = running;
            if (ending != null) {
                Thread.ofVirtual().name("restart-" + name + "-" + id).start(ending::close);
            }
        } finally {
            lock.unlock();
        }
    }

    TaskStatus status() {
        lock.lock();
        try {
            PipelineHandle now = running;
            StreamException cause = failure;
            if (now != null) {
                return of(now.state());
            }
            if (cause != null) {
                return failed(cause, attempts.get(), next);
            }
            return new TaskStatus(id, begun ? State.RESTARTING : State.UNASSIGNED, null);
        } finally {
            lock.unlock();
        }
    }

    private TaskStatus of(PipelineState state) {
        return switch (state) {
            case PipelineState.Starting _ ->
                new TaskStatus(id, attempts.get() > 0 || again ? State.RESTARTING : State.UNASSIGNED, null);
            case PipelineState.Running _ -> new TaskStatus(id, again ? State.RESTARTING : State.RUNNING, null);
            case PipelineState.BackingOff waiting -> failed(waiting.cause(), waiting.attempt(), waiting.until());
            case PipelineState.Stopped _ -> new TaskStatus(id, State.RESTARTING, null);
            case PipelineState.Failed failed -> failed(failed.cause(), attempts.get() + 1, ticker.now());
        };
    }

    private TaskStatus failed(StreamException cause, int number, Instant until) {
        StringBuilder trace = new StringBuilder(cause.reason());
        for (Throwable under = cause.getCause(); under != null; under = under.getCause()) {
            trace.append("\nCaused by: ").append(under.getClass().getName());
        }
        trace.append("\nAttempt ").append(number).append(" comes by itself at ").append(until);
        return new TaskStatus(id, State.FAILED, trace.toString());
    }

    private boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Finishes the batch in flight and returns when it is over, after 15 s in any case. */
    @Override
    public void close() {
        PipelineHandle ending;
        lock.lock();
        try {
            closed = true;
            ending = running;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            ending.close();
        }
        thread.interrupt();
        try {
            if (thread.isAlive() && !thread.join(CLOSE_PATIENCE)) {
                log.warn("task {} of connector {} did not end in time", id, name);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
