package io.millrace.pipeline.run;

import io.millrace.pipeline.data.Errors;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a module that has a mutex, a time limit or several attempts. With a limit it has a virtual thread of
 * its own, which keeps the mutex until it has really left the module; what it does after the limit does not count.
 *
 * <p><b>Threading:</b> for the thread that works on the package.
 */
final class ModuleAttempt<T> {

    private final ModuleUnit<T> unit;
    private final Journey<T> journey;
    private final Workspace<T> workspace;
    private final ModuleRun record;
    private @Nullable Draft<T> draft;
    private volatile @Nullable Outcome result;

    ModuleAttempt(ModuleUnit<T> unit, Journey<T> journey, Workspace<T> workspace, ModuleRun record) {
        this.unit = unit;
        this.journey = journey;
        this.workspace = workspace;
        this.record = record;
    }

    Outcome run() {
        try {
            if (!unit.acquire(record, workspace.limit())) {
                return deadlinePassed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return interrupted();
        }
        boolean handedOver = false;
        try {
            long now = unit.clock().nanos();
            Limit own = Limit.after(now, unit.options().timeout());
            Limit limit = own.or(workspace.limit());
            if (limit.passed(now)) {
                return deadlinePassed();
            }
            if (!limit.present() && unit.options().attempts() == 1) {
                return unit.once(journey, workspace, record, Errors.NO_CONTEXT);
            }
            Draft<T> work = new Draft<>(workspace, unit.copy(workspace.data()), limit);
            draft = work;
            // a draft around this one already sees to its own limit
            if (!limit.present() || (workspace instanceof Draft<T> && limit.equals(workspace.limit()))) {
                return unit.once(journey, work, record, Errors.NO_CONTEXT);
            }
            Thread thread = thread(work);
            handedOver = true;
            thread.start();
            return await(thread, work, limit.equals(own));
        } catch (RuntimeException e) {
            return Outcome.failedForGood(Errors.of(e)); // the user's copier has thrown
        } finally {
            if (!handedOver) {
                unit.release();
            }
        }
    }

    private Thread thread(Draft<T> work) {
        String startContext = Errors.name(Thread.currentThread());
        unit.retain();
        return Thread.ofVirtual().name("module-" + unit.definition().name()).unstarted(() -> {
            try {
                result = unit.once(journey, work, record, startContext);
                work.finish();
            } finally {
                unit.release();
                unit.leave();
            }
        });
    }

    private Outcome await(Thread thread, Draft<T> work, boolean ownTimeout) {
        Outcome givenUp;
        try {
            long left = work.limit().nanos() - unit.clock().nanos();
            if (thread.join(Duration.ofNanos(Math.max(1, left))) || !work.giveUp()) {
                return finished();
            }
            givenUp = ownTimeout ? timedOut(thread) : deadlinePassed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!work.giveUp()) {
                return finished();
            }
            givenUp = interrupted();
        }
        thread.interrupt();
        record.endWithin(givenUp, unit.clock().nanos());
        return givenUp;
    }

    private Outcome finished() {
        Outcome outcome = result;
        return outcome == null ? interrupted() : outcome;
    }

    private Outcome timedOut(Thread thread) {
        double seconds = unit.options().timeout().toNanos() / 1e9;
        return Outcome.failed(Errors.of(
                "TimeoutError",
                "Execution of module " + name() + " timed out after " + seconds + " seconds.",
                thread,
                Errors.name(Thread.currentThread())));
    }

    private Outcome deadlinePassed() {
        return Outcome.failedForGood(
                Errors.of("TimeoutError", "Execution of module " + name() + " ended by the deadline of its package."));
    }

    private Outcome interrupted() {
        return Outcome.failedForGood(
                Errors.of("InterruptedException", "Execution of module " + name() + " was interrupted."));
    }

    private String name() {
        return unit.definition().name();
    }

    /** The package takes over what the attempt has done: its data only when it did not fail. */
    void settle(Outcome outcome) {
        Draft<T> work = draft;
        if (!outcome.isError()) {
            if (work != null) {
                work.adopt();
            }
            return;
        }
        if (work != null && work.finish()) {
            work.adoptErrors();
        }
        if (outcome.error() != null) {
            workspace.add(outcome.error());
        }
    }
}
