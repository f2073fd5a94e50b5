package io.millrace.pipeline.flow;

import io.millrace.core.time.Ticker;
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

    private static final long PATIENCE_NANOS = 150_000;
    private static final long LOOK_NANOS = 200_000;
    private static final int QUIET_LOOKS = 25;
    private static final int SPINS = 150;
    /** How many threads may be on their way to their first package: when all processors are busy, more do not help. */
    private static final int MAX_STARTING = 256;
    /** How long a thread goes on before it lets other virtual threads have its processor. */
    private static final long YIELD_NANOS = 1_000_000;

    private final ConcurrentLinkedQueue<Visit<T>> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger starting = new AtomicInteger();
    private final Thread.Builder.OfVirtual threads;
    private final Runnable enter;
    private volatile boolean armed;
    private int quiet;

    /**
     * Makes one without threads.
     *
     * @param name the pipeline's, for the names of threads
     * @param enter called by each thread first
     */
    Crew(String name, Runnable enter) {
        this.threads = Thread.ofVirtual().name("pipeline-" + name + "-", 0);
        this.enter = enter;
    }

    /** Has a thread work on it soon. */
    void submit(Visit<T> visit) {
        visit.readyNanos = Ticker.SYSTEM.nanos();
        ready.add(visit);
        if (active.get() == 0 || (!visit.station.takesShort() && starting.get() < MAX_STARTING)) {
            startThread();
        } else if (!armed) {
            armed = true;
            Sentinel.SHARED.wake();
        }
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
        long start = Ticker.SYSTEM.nanos();
        long yieldAt = start + YIELD_NANOS;
        Visit<T> visit = next();
        while (visit != null) {
            Station<T> station = visit.station;
            run(station, visit);
            long end = Ticker.SYSTEM.nanos();
            station.took(end - start);
            start = end;
            if (end - yieldAt > 0) {
                Thread.yield();
                start = Ticker.SYSTEM.nanos();
                yieldAt = start + YIELD_NANOS;
            }
            visit = station.takesShort() ? next() : ready.poll();
        }
    }

    /** What fails here is a defect; the thread must go on, or packages would wait for it for ever. */
    private void run(Station<T> station, Visit<T> visit) {
        try {
            station.work(visit);
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
        if (Ticker.SYSTEM.nanos() - first.readyNanos > PATIENCE_NANOS) {
            for (int i = Math.min(MAX_STARTING, ready.size()) - starting.get(); i > 0; i--) {
                startThread();
            }
        }
        return LOOK_NANOS;
    }
}
