package io.millrace.pipeline.flow;

import io.millrace.core.flow.Overflow;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.run.ControllerRun;
import io.millrace.pipeline.run.PackageRun;
import io.millrace.pipeline.run.PhaseWalk;
import io.millrace.pipeline.statistics.ElementCounters;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller at work in one instance. Who gets a worker, who waits and who overflows is decided at arrival, under one
 * short lock, so that it does not depend on how fast threads wake; no code of the user runs under the lock.
 */
final class Station<T> {

    private static final Logger log = LoggerFactory.getLogger(Station.class);

    private final StationLock lock = new StationLock();
    private final Condition room = lock.newCondition();
    private final Flow<T> flow;
    private final Controller<T> definition;
    private final ControllerSettings settings;
    private final PhaseWalk<T> walk;
    private final ElementCounters counters;
    private final Departures<T> departures;
    private final @Nullable Station<T> next;
    private final Workers<T> workers;
    private final Doorstep<T> doorstep = new Doorstep<>();
    private final Backlog<T> backlog;
    private long sequence;
    private int callers;
    private boolean paused;
    private boolean closed;
    private volatile long averageNanos = Crew.SHORT_NANOS;

    Station(
            Flow<T> flow,
            Controller<T> definition,
            PhaseWalk<T> walk,
            ElementCounters counters,
            @Nullable Station<T> next) {
        this.flow = flow;
        this.definition = definition;
        this.settings = definition.settings();
        this.walk = walk;
        this.counters = counters;
        this.next = next;
        this.workers = new Workers<>(settings);
        this.backlog = new Backlog<>(settings, counters, workers::busyWith);
        this.departures = new Departures<>(settings, counters, next == null);
    }

    ElementCounters counters() {
        return counters;
    }

    // ---- arrival
    // -----------------------------------------------------------------------------------------------------

    /** A package from outside; waits for room where the policy is to block. False when no more are taken. */
    boolean arriveFromOutside(PackageRun<T> dataPackage, long bytes) {
        After<T> after = new After<>();
        long now = dataPackage.startNanos();
        lock.lock();
        try {
            if (flow.refusal() != null) {
                return false;
            }
            if (settings.overflow() == Overflow.BLOCK && !hasRoom(dataPackage, bytes)) {
                callers++;
                awaitRoom(dataPackage, bytes);
                callers--;
                now = flow.clock().nanos();
            }
            arrive(dataPackage, bytes, now, after, callerMayRun() && !flow.entered());
            turn(after);
        } finally {
            lock.unlock();
        }
        settle(after);
        if (after.begun != null) {
            flow.workAsCaller(after.begun, now);
        }
        return true;
    }

    /** How many have come, callers that wait for room included. It stays once packages are refused. */
    long arrivals() {
        lock.lock();
        try {
            return counters.arrivals() + callers;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the thread that brings a package may work on it. */
    boolean callerMayRun() {
        return settings.callerRuns() && takesShort();
    }

    /** A thread of the pipeline does not wait for the pipeline: the package then overflows. */
    private void awaitRoom(PackageRun<T> dataPackage, long bytes) {
        while (!closed && !hasRoom(dataPackage, bytes) && !flow.entered()) {
            try {
                room.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A package from the station before. False when it has to wait there. */
    private boolean arriveFrom(Visit<T> from, long now) {
        long bytes = flow.bytes(from.dataPackage.data());
        After<T> after = new After<>();
        lock.lock();
        try {
            if (settings.overflow() == Overflow.BLOCK
                    && !closed
                    && (!doorstep.isEmpty() || !hasRoom(from.dataPackage, bytes))) {
                doorstep.add(from, bytes);
                if (from.dataPackage.hasDeadline()) {
                    flow.timed();
                }
                return false;
            }
            arrive(from.dataPackage, bytes, now, after, false);
            turn(after);
        } finally {
            lock.unlock();
        }
        settle(after);
        return true;
    }

    private boolean hasRoom(PackageRun<T> dataPackage, long bytes) {
        return mayBegin(dataPackage.options().key().orElse(null)) || backlog.fits(bytes);
    }

    private boolean mayBegin(@Nullable String key) {
        return !paused
                && workers.anyFree()
                && (key == null || !workers.oneForEachKey() || (!workers.busyWith(key) && !backlog.holds(key)));
    }

    private void arrive(PackageRun<T> dataPackage, long bytes, long now, After<T> after, boolean byCaller) {
        Visit<T> visit = visit(dataPackage, bytes, now);
        if (closed) {
            visit.dataPackage.add(flow.closedError());
            lose(visit, Status.ERROR, after);
        } else if (mayBegin(visit.key)) {
            seat(visit, now);
            if (byCaller) {
                after.begun = visit;
            } else {
                flow.crew().submit(visit);
            }
        } else {
            backlog.add(visit, lost -> lose(lost, Status.OVERFLOW, after));
            if (dataPackage.hasDeadline()) {
                flow.timed();
            }
        }
    }

    private Visit<T> visit(PackageRun<T> dataPackage, long bytes, long now) {
        ControllerRun record = new ControllerRun(definition, sequence++, now);
        dataPackage.arrive(record);
        counters.arrived();
        return new Visit<>(
                this, dataPackage, record, dataPackage.options().key().orElse(null), bytes);
    }

    /** It leaves without having been worked on; followers need not wait for it. */
    private void lose(Visit<T> visit, Status outcome, After<T> after) {
        visit.outcome = outcome;
        after.lost(visit);
        departures.hole(visit.sequence);
    }

    // ---- work
    // --------------------------------------------------------------------------------------------------------

    private void begin(Visit<T> visit, long now) {
        seat(visit, now);
        flow.crew().submit(visit);
    }

    /** It has a worker. */
    private void seat(Visit<T> visit, long now) {
        workers.take(visit);
        visit.record.taken(now);
        counters.begun(now - visit.record.startNanos());
    }

    /** Workers that are free take who waits; then those that wait at the station before may come. */
    private void takeNext(After<T> after) {
        if (backlog.size() > 0 && !paused) {
            long now = flow.clock().nanos();
            while (workers.anyFree()) {
                // those done wait for older ones, which priorities must not hold up for ever
                Visit<T> first = windowFull() ? backlog.pollOldest() : backlog.poll();
                if (first == null) {
                    break;
                }
                begin(first, now);
            }
        }
        for (Doorstep.Guest<T> first = doorstep.first();
                first != null && (closed || hasRoom(first.from().dataPackage, first.bytes()));
                first = doorstep.first()) {
            doorstep.removeFirst();
            arrive(first.from().dataPackage, first.bytes(), flow.clock().nanos(), after, false);
            after.admitted(first.from());
        }
        if (settings.overflow() == Overflow.BLOCK && lock.hasWaiters(room)) {
            room.signalAll();
        }
    }

    private boolean windowFull() {
        return departures.ordered()
                && departures.waiting() >= settings.reorder().size();
    }

    /** Whether packages here are short enough that a thread may go on with the next one. */
    boolean takesShort() {
        return averageNanos < Crew.SHORT_NANOS;
    }

    /** A thread has spent so long on a package here. */
    void took(long nanos) {
        // several threads may do so at once; an average loses nothing by that
        long average = averageNanos;
        averageNanos = average + (nanos - average) / 8;
    }

    /** Runs the phases on a package, on the calling thread, and lets it leave when it is its turn. */
    void work(Visit<T> visit, long startNanos) {
        Status status = Status.ERROR;
        if (visit.begin()) {
            status = run(visit, startNanos);
            visit.leave();
            // an interrupt was meant for that package, unless the thread is a caller's
            visit.interrupted = Thread.interrupted() && visit.cancelled() == null;
        } else if (visit.cancelled() == Status.ERROR) {
            visit.dataPackage.add(flow.closedError());
        }
        done(visit, status);
    }

    /** The walk does not throw; if it did, the package and its worker would be lost. */
    private Status run(Visit<T> visit, long startNanos) {
        try {
            return walk.run(visit.dataPackage, visit.record, startNanos);
        } catch (RuntimeException | Error e) {
            log.error("a package failed outside of its modules, controller={}", definition.name(), e);
            visit.dataPackage.add(Errors.of(e));
            return Status.ERROR;
        }
    }

    private void done(Visit<T> visit, Status status) {
        After<T> after = new After<>();
        boolean now;
        lock.lock();
        try {
            now = decide(visit, status, after);
            turn(after);
        } finally {
            lock.unlock();
        }
        if (now && after.turn != null) {
            // its callback may be slow: others do not wait for it
            flow.crew().run(() -> settle(after));
            leave(visit);
            return;
        }
        if (now) {
            leave(visit);
        }
        settle(after);
    }

    /** Whether it leaves at once, whoever else does. */
    private boolean decide(Visit<T> visit, Status status, After<T> after) {
        boolean lost = visit.cancelled() == Status.OUTDATED && status != Status.EXIT;
        if (departures.done(visit, lost ? Status.OUTDATED : status)) {
            if (departures.mayEndWithoutWorker(visit, settings.workers(), workers.oneForEachKey())) {
                free(visit, after);
            }
            return true;
        }
        if (visit.waits) {
            if (!settings.reorder().maxWait().isZero() || visit.dataPackage.hasDeadline()) {
                flow.timed();
            }
            // a window that is full pushes back: the package keeps its worker, unless it waits for one that needs it
            if (departures.waiting() <= settings.reorder().size() || backlog.holdsBefore(visit.sequence)) {
                free(visit, after);
            }
        }
        if (departures.winner() == visit.sequence) {
            outdate(visit.sequence, after);
        }
        return false;
    }

    /** Those before the winner have lost: what is being worked on is interrupted, what waits leaves. */
    private void outdate(long winner, After<T> after) {
        workers.forEach(visit -> {
            if (visit.sequence < winner) {
                visit.cancel(Status.OUTDATED);
            }
        });
        backlog.takeBefore(winner).forEach(visit -> lose(visit, Status.OUTDATED, after));
    }

    // ---- leaving
    // -----------------------------------------------------------------------------------------------------

    /** Takes the turn of who leaves next, unless another thread has it. */
    private void turn(After<T> after) {
        after.turn = departures.turn();
        freeBeforeItsEnd(after);
    }

    /** The next package need not wait for the callback of this one. */
    private void freeBeforeItsEnd(After<T> after) {
        Visit<T> visit = after.turn;
        if (visit != null && departures.ends(visit)) {
            free(visit, after);
        }
    }

    /** Does what was decided. No lock is held. */
    private void settle(After<T> after) {
        if (after.nothing()) {
            return;
        }
        Visit<T> first = after.turn;
        // who brings a package does not see to the ends of others, and who is in turn does not wait for the others
        boolean here = flow.entered() && after.onlyTurn();
        if (first != null && !here) {
            flow.crew().run(() -> let(first));
        }
        for (long[] gap : after.gaps()) {
            flow.gap(definition.name(), counters, gap[0], gap[1]);
        }
        after.lost().forEach(this::leave);
        after.admitted().forEach(visit -> visit.station.release(visit));
        if (first != null && here) {
            let(first);
        }
    }

    /** Lets them leave one after the other, in their order; no other thread does so meanwhile. */
    private void let(Visit<T> first) {
        Visit<T> visit = first;
        while (visit != null) {
            leave(visit);
            After<T> after = new After<>();
            lock.lock();
            try {
                after.turn = departures.nextTurn();
                freeBeforeItsEnd(after);
            } finally {
                lock.unlock();
            }
            visit = after.turn;
            after.turn = null;
            settle(after);
        }
    }

    /** Ends the visit: on to the next station, or out of the pipeline. No lock is held. */
    private void leave(Visit<T> visit) {
        long done = visit.record.doneNanos();
        long now = visit.waits || done == 0 ? flow.clock().nanos() : done;
        Status outcome = visit.outcome;
        if (outcome == Status.SUCCESS) {
            counters.outputWaited(now - done);
        }
        if (visit.waits) {
            counters.outputWaiting(-1);
        }
        visit.record.end(outcome, now);
        counters.end(outcome, now - visit.record.startNanos());
        if (outcome != Status.SUCCESS || next == null) {
            flow.end(visit.dataPackage, outcome, now);
            departures.ended(visit);
            if (visit.holdsSlot) {
                release(visit);
            }
        } else if (next.arriveFrom(visit, now) || keepSlot(visit)) {
            release(visit);
        }
    }

    /** It waits for room at the next station: it is still a load of this one. True when it has got in meanwhile. */
    private boolean keepSlot(Visit<T> visit) {
        lock.lock();
        try {
            if (!visit.admitted) {
                workers.keep(visit);
            }
            return visit.admitted;
        } finally {
            lock.unlock();
        }
    }

    /** Gives its worker to the next one. */
    private void release(Visit<T> visit) {
        After<T> after = new After<>();
        lock.lock();
        try {
            visit.admitted = true;
            free(visit, after);
            turn(after);
        } finally {
            lock.unlock();
        }
        settle(after);
    }

    private void free(Visit<T> visit, After<T> after) {
        if (!visit.holdsSlot) {
            return;
        }
        workers.giveBack(visit);
        if (visit.key != null && workers.oneForEachKey()) {
            backlog.free(visit.key);
        }
        takeNext(after);
    }

    // ---- from outside
    // ------------------------------------------------------------------------------------------------

    /** Takes no more work from the queue, or goes on. */
    void pause(boolean value) {
        After<T> after = new After<>();
        lock.lock();
        try {
            paused = value;
            takeNext(after);
            turn(after);
        } finally {
            lock.unlock();
        }
        settle(after);
    }

    /** Ends what waits, and interrupts what is being worked on; whatever comes from now on ends in an error. */
    void close() {
        After<T> after = new After<>();
        lock.lock();
        try {
            closed = true;
            backlog.takeAll().forEach(visit -> {
                visit.dataPackage.add(flow.closedError());
                lose(visit, Status.ERROR, after);
            });
            workers.forEach(visit -> visit.cancel(Status.ERROR));
            takeNext(after);
            room.signalAll();
            turn(after);
        } finally {
            lock.unlock();
        }
        settle(after);
    }

    /** Ends what has waited longer than it may. True while something here has a time to be kept. */
    boolean expire() {
        After<T> after = new After<>();
        boolean more;
        lock.lock();
        try {
            long now = flow.clock().nanos();
            backlog.takeLate(now).forEach(visit -> late(visit, after));
            expireDoorstep(now, after);
            departures.expire(now, after, definition.name());
            turn(after);
            more = backlog.hasDeadlines() || departures.timed() || !doorstep.isEmpty();
        } finally {
            lock.unlock();
        }
        if (!after.nothing()) {
            // the caller looks after all instances and must not run callbacks
            flow.crew().run(() -> settle(after));
        }
        return more;
    }

    private void expireDoorstep(long now, After<T> after) {
        for (Doorstep.Guest<T> one : doorstep.takeLate(now)) {
            late(visit(one.from().dataPackage, one.bytes(), now), after);
            after.admitted(one.from());
        }
        if (!after.nothing()) {
            takeNext(after);
        }
    }

    private void late(Visit<T> visit, After<T> after) {
        visit.dataPackage.add(Errors.of(
                "TimeoutError", "The deadline of the package has passed in the queue of " + definition.name() + "."));
        lose(visit, Status.ERROR, after);
    }
}
