package io.millrace.pipeline.grpc;

import io.millrace.core.time.Ticker;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a server that work on packages, in order of arrival, at most so many at a time. To hand a package to a
 * thread costs more than many modules take, so where packages are short those at work go on with the next ones; a watch
 * starts another thread as soon as a package has waited for longer than a few hand-overs. Where packages take longer
 * each gets a thread at once.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Workers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Workers.class);

    /** What a package may take on average to count as short: a few hand-overs. */
    private static final long SHORT_NANOS = 50_000;
    /** One package counts as at most so long, so that a pause of the machine is soon forgotten. */
    private static final long LONGEST_NANOS = 1_000_000;

    private static final long PATIENCE_NANOS = 150_000;
    private static final long LOOK_NANOS = 200_000;
    private static final int QUIET_LOOKS = 25;
    /** How long a thread goes on before it lets other virtual threads have its processor. */
    private static final long YIELD_NANOS = 1_000_000;

    private final ConcurrentLinkedQueue<HostedCall> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger active = new AtomicInteger();
    private final Thread.Builder.OfVirtual threads = Thread.ofVirtual().name("module-worker-", 0);
    /** Of the platform: it must run when every carrier of virtual threads is busy. */
    private final Thread watch =
            Thread.ofPlatform().daemon().name("module-watch").unstarted(this::watch);

    private final int max;
    private volatile long averageNanos = SHORT_NANOS;
    private volatile boolean asleep;
    private volatile boolean closed;

    /** Workers without a thread yet, at most {@code max}. */
    Workers(int max) {
        this.max = max;
        watch.start();
    }

    /** Has a thread work on it soon. */
    void submit(HostedCall call) {
        call.readyNanos = Ticker.SYSTEM.nanos();
        ready.add(call);
        int now = active.get();
        if (now == 0 || (now < max && averageNanos >= SHORT_NANOS)) {
            startOne();
        } else if (asleep) {
            asleep = false;
            LockSupport.unpark(watch);
        }
    }

    /** Takes a package back that was cancelled before it began. */
    void forget(HostedCall call) {
        boolean _ = ready.remove(call);
    }

    private void startOne() {
        if (entered()) {
            var _ = threads.start(this::work);
        }
    }

    /** Whether there is room for one more at work. */
    private boolean entered() {
        for (int now = active.get(); now < max; now = active.get()) {
            if (active.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    private void work() {
        do {
            workWhileReady();
            active.decrementAndGet();
            // who added a package before that saw a thread at work and may not have started one
        } while (!ready.isEmpty() && entered());
    }

    @SuppressWarnings("ThreadPriorityCheck") // virtual threads are not preempted: without it others starve
    private void workWhileReady() {
        long start = Ticker.SYSTEM.nanos();
        long yieldAt = start + YIELD_NANOS;
        for (HostedCall call = ready.poll(); call != null; call = ready.poll()) {
            run(call);
            long end = Ticker.SYSTEM.nanos();
            long average = averageNanos;
            averageNanos = average + (Math.min(end - start, LONGEST_NANOS) - average) / 16;
            start = end;
            if (end - yieldAt > 0) {
                Thread.yield();
                start = Ticker.SYSTEM.nanos();
                yieldAt = start + YIELD_NANOS;
            }
        }
    }

    /** What fails here is a defect; the thread must go on, or packages would wait for it for ever. */
    private static void run(HostedCall call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            log.error("a worker of a module server failed", e);
        }
    }

    private void watch() {
        int quiet = 0;
        while (!closed) {
            quiet = looked() ? 0 : quiet + 1;
            if (quiet < QUIET_LOOKS) {
                LockSupport.parkNanos(this, LOOK_NANOS);
                continue;
            }
            asleep = true;
            // who came between the look and the mark is seen by a second look
            if (ready.isEmpty() && asleep && !closed) {
                LockSupport.park(this);
            }
            asleep = false;
            quiet = 0;
        }
    }

    /** Starts threads for packages that have not begun; false when none waits. */
    private boolean looked() {
        @Nullable HostedCall first = ready.peek();
        if (first == null) {
            return false;
        }
        if (Ticker.SYSTEM.nanos() - first.readyNanos > PATIENCE_NANOS) {
            for (int i = Math.min(max - active.get(), ready.size()); i > 0; i--) {
                startOne();
            }
        }
        return true;
    }

    /** Ends the watch; to be called when no package comes any more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
    }
}
