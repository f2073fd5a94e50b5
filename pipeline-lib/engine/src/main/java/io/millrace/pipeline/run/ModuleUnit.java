package io.millrace.pipeline.run;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.PoisonException;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.statistics.ElementCounters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module of an instance with its objects: runs packages as its options say, and is closed after it was retired and
 * the last run has left.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class ModuleUnit<T> {

    private static final Logger log = LoggerFactory.getLogger(ModuleUnit.class);
    private static final long RETIRED = 1L << 62;

    private final PipelineModule<T> definition;
    private final ModuleOptions options;
    private final ModuleBody<T> body;
    private final ElementCounters counters;
    private final UnaryOperator<T> copier;
    private final RunClock clock;
    private final @Nullable Semaphore mutex;
    private final boolean plain;
    // how many are within it, and whether it was retired
    private final AtomicLong uses = new AtomicLong();

    ModuleUnit(
            PipelineModule<T> definition,
            ModuleBody<T> body,
            ElementCounters counters,
            UnaryOperator<T> copier,
            RunClock clock) {
        this.definition = definition;
        this.options = definition.options();
        this.body = body;
        this.counters = counters;
        this.copier = copier;
        this.clock = clock;
        this.mutex = options.mutex() ? new Semaphore(1, true) : null;
        this.plain = mutex == null && options.timeout().isZero() && options.attempts() == 1;
    }

    PipelineModule<T> definition() {
        return definition;
    }

    ElementCounters counters() {
        return counters;
    }

    List<ModuleSlot<T>> children() {
        return body.children();
    }

    void init() throws Exception {
        body.init();
    }

    /** False when it was retired. */
    boolean enter() {
        if ((uses.incrementAndGet() & RETIRED) == 0) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        if (uses.decrementAndGet() == RETIRED) {
            closeOnce();
        }
    }

    /** No package comes any more. */
    void retire() {
        long before = uses.getAndUpdate(count -> count | RETIRED);
        if (before == 0) {
            closeOnce();
        }
    }

    private void closeOnce() {
        // a late attempt to enter may count to zero again; the second bit tells
        if (!uses.compareAndSet(RETIRED, RETIRED | (RETIRED >> 1))) {
            return;
        }
        try {
            body.close();
        } catch (Exception e) {
            log.warn("module {} could not be closed", definition.name(), e);
        }
        body.children().forEach(ModuleSlot::close);
    }

    /** Runs it on a package and ends the record. */
    Outcome run(Journey<T> journey, Workspace<T> workspace, ModuleRun record) {
        counters.input();
        Outcome outcome;
        if (plain && (!workspace.limit().present() || workspace instanceof Draft<T>)) {
            outcome = once(journey, workspace, record, Errors.NO_CONTEXT);
        } else {
            outcome = attempts(journey, workspace, record);
        }
        long now = clock.nanos();
        record.end(outcome, now);
        counters.end(outcome.status(), now - record.startNanos());
        return outcome;
    }

    private Outcome attempts(Journey<T> journey, Workspace<T> workspace, ModuleRun record) {
        for (int number = 1; ; number++) {
            ModuleAttempt<T> attempt = new ModuleAttempt<>(this, journey, workspace, record);
            Outcome outcome = attempt.run();
            if (!outcome.isError()
                    || !outcome.mayRepeat()
                    || number >= options.attempts()
                    || !paused(number, workspace)) {
                attempt.settle(outcome);
                return outcome;
            }
        }
    }

    /** Waits for the next attempt; false when there is no time for it. */
    private boolean paused(int number, Workspace<T> workspace) {
        Duration delay = options.backoff().delay(number, ThreadLocalRandom.current());
        if (workspace.refused() || workspace.limit().passed(clock.nanos() + Limit.nanosOf(delay))) {
            return false;
        }
        try {
            clock.ticker().sleep(delay);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs it once on the calling thread; errors go to the workspace. */
    Outcome once(Journey<T> journey, Workspace<T> workspace, ModuleRun record, String startContext) {
        try {
            return body.run(new RunContext<>(journey, workspace, record, clock));
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return failed(workspace, failure, startContext);
        }
    }

    private static <T> Outcome failed(Workspace<T> workspace, Throwable failure, String startContext) {
        ErrorRecord error = Errors.of(failure, startContext);
        workspace.add(error);
        return mayRepeat(failure) ? Outcome.failed(error) : Outcome.failedForGood(error);
    }

    private static boolean mayRepeat(Throwable failure) {
        return failure instanceof Exception
                && !(failure instanceof InterruptedException
                        || failure instanceof InvalidRequestException
                        || failure instanceof PoisonException
                        || failure instanceof FatalException);
    }

    ModuleOptions options() {
        return options;
    }

    RunClock clock() {
        return clock;
    }

    /** One more thread is within it; only for a caller that is. */
    void retain() {
        uses.incrementAndGet();
    }

    T copy(T data) {
        return copier.apply(data);
    }

    /**
     * Waits for the mutex, if it has one, at most until the limit.
     *
     * @return false when the limit came first
     */
    boolean acquire(ModuleRun record, Limit limit) throws InterruptedException {
        if (mutex == null) {
            return true;
        }
        long start = clock.nanos();
        record.waiting();
        counters.inputWaiting(1, 0);
        try {
            if (!limit.present()) {
                mutex.acquire();
                return true;
            }
            return mutex.tryAcquire(limit.nanos() - start, TimeUnit.NANOSECONDS);
        } finally {
            long waited = clock.nanos() - start;
            counters.inputWaiting(-1, 0);
            counters.inputWaited(waited);
            record.waited(waited);
        }
    }

    /** Gives the mutex back; by the thread that leaves the module, which need not be the one that waited. */
    void release() {
        if (mutex != null) {
            mutex.release();
        }
    }
}
