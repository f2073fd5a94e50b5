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
    private static final int MAX_STARTS = 64;
    private static final int SPINS = 150;

    private final ConcurrentLinkedQueue<Visit<T>> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger active = new AtomicInteger();
    private final Thread.Builder.OfVirtual threads;
    private volatile boolean armed;
    private int quiet;

    Crew(String name) {
        this.threads = Thread.ofVirtual().name("pipeline-" + name + "-", 0);
    }

    /** Has a thread work on it soon. */
    void submit(Visit<T> visit) {
        visit.readyNanos = Ticker.SYSTEM.nanos();
        ready.add(visit);
        if (active.get() == 0 || !visit.station.takesShort()) {
            startThread();
        } else if (!armed) {
            armed = true;
            Sentinel.SHARED.wake();
        }
    }

    private void startThread() {
        active.incrementAndGet();
        threads.start(this::work);
    }

    private void work() {
        Flow.enter();
        boolean more = true;
        while (more) {
            long start = Ticker.SYSTEM.nanos();
            Visit<T> visit = next();
            while (visit != null) {
                Station<T> station = visit.station;
                run(station, visit);
                long end = Ticker.SYSTEM.nanos();
                station.took(end - start);
                start = end;
                visit = station.takesShort() ? next() : ready.poll();
            }
            active.decrementAndGet();
            more = !ready.isEmpty() && active.incrementAndGet() > 0;
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
            for (int i = Math.min(MAX_STARTS, ready.size()); i > 0; i--) {
                startThread();
            }
        }
        return LOOK_NANOS;
    }
}
