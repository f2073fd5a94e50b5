package io.millrace.pipeline.flow;

import io.millrace.pipeline.run.RunClock;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that work on packages. A package that has a worker by right is put here; which thread does the work is
 * decided here: handing one package to another thread costs microseconds, so where packages are short, threads at work
 * go on with it, and the sentinel starts another one when a package has not begun soon after it could have.
 */
final class Crew<T> {

    private static final Logger log = LoggerFactory.getLogger(Crew.class);

    /** What a package may take at most to count as short: a few hand-overs. */
    static final long SHORT_NANOS = 20_000;

    private static final long LOOK_NANOS = 150_000;
    /** For how many looks a package may be ready without having begun. */
    private static final int PATIENCE_LOOKS = 2;

    private static final int QUIET_LOOKS = 33;
    private static final int SPINS = 150;
    /** How many threads may be on their way to their first package: when all processors are busy, more do not help. */
    private static final int MAX_STARTING = 256;
    /** How long a thread goes on before it lets other virtual threads have its processor. */
    private static final long YIELD_NANOS = 1_000_000;
    /** How many packages a thread from outside works on at a time: its own, at each station that lets callers run. */
    private static final int MOST_BY_CALLER = 16;

    private final ConcurrentLinkedQueue<Visit<T>> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger starting = new AtomicInteger();
    private final Thread.Builder.OfVirtual threads;
    private final RunClock clock;
    private final Runnable enter;
    private volatile boolean armed;
    /** How often the sentinel has looked: a clock that costs nothing to read. */
    private volatile int looks;

    private int quiet;

    /**
     * Makes one without threads.
     *
     * @param name the pipeline's, for the names of threads
     * @param enter called by each thread first
     */
    Crew(String name, RunClock clock, Runnable enter) {
        this.threads = Thread.ofVirtual().name("pipeline-" + name + "-", 0);
        this.clock = clock;
        this.enter = enter;
    }

    /** Has a thread work on it soon. */
    void submit(Visit<T> visit) {
        visit.readyLook = looks;
        ready.add(visit);
        if (active.get() == 0 || (!visit.station.takesShort() && starting.get() < MAX_STARTING)) {
            startThread();
        } else if (!armed) {
            armed = true;
            Sentinel.SHARED.wake();
        }
    }

    /**
     * Works on it on the calling thread, which is not one of the crew; then on those that could begin through that, as
     * long as their stations let callers run.
     */
    void workAsCaller(Visit<T> first, long startNanos) {
        active.incrementAndGet();
        boolean interrupted = Thread.interrupted();
        try {
            long start = startNanos;
            Visit<T> visit = first;
            for (int i = 0; visit != null; i++) {
                run(visit.station, visit, start);
                interrupted |= visit.interrupted;
                long end = clock.nanos();
                visit.station.took(end - start);
                start = end;
                visit = i < MOST_BY_CALLER ? nextForCaller() : null;
            }
        } finally {
            if (active.decrementAndGet() == 0 && !ready.isEmpty()) {
                startThread();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private @Nullable Visit<T> nextForCaller() {
        Visit<T> visit = ready.peek();
        if (visit == null || !visit.station.callerMayRun()) {
            return null;
        }
        visit = ready.poll();
        if (visit != null && !visit.station.callerMayRun()) {
            // another thread has taken the one that was looked at
            ready.add(visit);
            startThread();
            return null;
        }
        return visit;
    }

    /** Has a thread of its own do that, at once. */
    void run(Runnable action) {
        threads.start(() -> {
            enter.run();
            action.run();
        });
    }

    private void startThread() {
        active.incrementAndGet();
        starting.incrementAndGet();
        threads.start(this::work);
    }

    private void work() {
        starting.decrementAndGet();
        enter.run();
        boolean more = true;
        while (more) {
            workWhileReady();
            active.decrementAndGet();
            // who added a package before that saw a thread at work and did not start one
            more = !ready.isEmpty() && active.incrementAndGet() > 0;
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // virtual threads are not preempted: without it others starve
    private void workWhileReady() {
        Visit<T> visit = next();
        long start = clock.nanos();
        long yieldAt = start + YIELD_NANOS;
        while (visit != null) {
            Station<T> station = visit.station;
            run(station, visit, start);
            long end = clock.nanos();
            station.took(end - start);
            start = end;
            if (end - yieldAt > 0) {
                Thread.yield();
                start = clock.nanos();
                yieldAt = start + YIELD_NANOS;
            }
            visit = ready.poll();
            if (visit == null && station.takesShort()) {
                visit = next();
                start = clock.nanos();
            }
        }
    }

    /** What fails here is a defect; the thread must go on, or packages would wait for it for ever. */
    private void run(Station<T> station, Visit<T> visit, long startNanos) {
        try {
            station.work(visit, startNanos);
        } catch (RuntimeException | Error e) {
            log.error("a thread of a pipeline failed", e);
        }
    }

    private @Nullable Visit<T> next() {
        Visit<T> visit = ready.poll();
        for (int i = 0; visit == null && i < SPINS; i++) {
            Thread.onSpinWait();
            visit = ready.poll();
        }
        return visit;
    }

    /** Starts threads for packages that have not begun; gives when to look again. */
    long look() {
        int look = looks + 1;
        looks = look;
        Visit<T> first = ready.peek();
        if (first == null) {
            if (++quiet < QUIET_LOOKS) {
                return LOOK_NANOS;
            }
            armed = false;
            return ready.isEmpty() ? Watch.NEVER : LOOK_NANOS;
        }
        quiet = 0;
        armed = true;
        if (look - first.readyLook >= PATIENCE_LOOKS) {
            for (int i = Math.min(MAX_STARTING, ready.size()) - starting.get(); i > 0; i--) {
                startThread();
            }
        }
        return LOOK_NANOS;
    }
}
