package io.millrace.pipeline.flow;

import io.millrace.core.flow.Overflow;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.run.ControllerRun;
import io.millrace.pipeline.run.PackageRun;
import io.millrace.pipeline.run.PhaseWalk;
import io.millrace.pipeline.statistics.ElementCounters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller at work in one instance. Who gets a worker, who waits and who overflows is decided at arrival, under one
 * short lock, so that it does not depend on how fast threads wake; no code of the user runs under the lock.
 */
final class Station<T> {

    private static final Logger log = LoggerFactory.getLogger(Station.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Flow<T> flow;
    private final Controller<T> definition;
    private final ControllerSettings settings;
    private final PhaseWalk<T> walk;
    private final ElementCounters counters;
    private final Order<T> order;
    private final @Nullable Station<T> next;
    private final Roster<T> atWork = new Roster<>();
    private final Set<String> busyKeys = new HashSet<>();
    private final ArrayDeque<Blocked<T>> blocked = new ArrayDeque<>();
    private final ArrayDeque<Visit<T>> leaving = new ArrayDeque<>();
    private Waiting<T> waiting;
    private long waitingBytes;
    private long sequence;
    private int running;
    private boolean paused;
    private boolean closed;
    private boolean letting;
    private boolean timed;
    private volatile long averageNanos = Crew.SHORT_NANOS;

    /** A package that the station before has done and that waits for room here, on the worker it had there. */
    private record Blocked<T>(PackageRun<T> dataPackage, Visit<T> from) {}

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
        this.order = Order.of(settings.mode());
        boolean keys = keysInOrder() || settings.overflow() == Overflow.LATEST_BY_KEY;
        this.waiting = keys ? sorted() : new FifoWaiting<>();
    }

    private boolean keysInOrder() {
        return settings.mode() == ControllerMode.ORDER_BY_KEY;
    }

    private Waiting<T> sorted() {
        return new SortedWaiting<>(keysInOrder(), busyKeys::contains);
    }

    ElementCounters counters() {
        return counters;
    }

    // ---- arrival
    // -----------------------------------------------------------------------------------------------------

    /** A package from outside; waits for room where the policy is to block. */
    void arriveFromOutside(PackageRun<T> dataPackage) {
        After<T> after = new After<>();
        lock.lock();
        try {
            if (settings.overflow() == Overflow.BLOCK) {
                awaitRoom(dataPackage);
            }
            arrive(dataPackage, after);
        } finally {
            lock.unlock();
        }
        settle(after);
    }

    /** A thread of the pipeline does not wait for the pipeline: the package then overflows. */
    private void awaitRoom(PackageRun<T> dataPackage) {
        while (!closed && !hasRoom(dataPackage) && !Flow.entered()) {
            try {
                room.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A package from the station before. False when it has to wait there. */
    private boolean arriveFrom(Visit<T> from) {
        After<T> after = new After<>();
        lock.lock();
        try {
            if (settings.overflow() == Overflow.BLOCK
                    && !closed
                    && (!blocked.isEmpty() || !hasRoom(from.dataPackage))) {
                blocked.add(new Blocked<>(from.dataPackage, from));
                return false;
            }
            arrive(from.dataPackage, after);
        } finally {
            lock.unlock();
        }
        settle(after);
        return true;
    }

    private boolean hasRoom(PackageRun<T> dataPackage) {
        String key = dataPackage.options().key().orElse(null);
        return mayBegin(key) || fits(flow.bytes(dataPackage));
    }

    private boolean mayBegin(@Nullable String key) {
        return running < settings.workers() && !paused && (key == null || !keysInOrder() || keyFree(key));
    }

    private boolean keyFree(String key) {
        return !busyKeys.contains(key) && waiting.ofKey(key) == null;
    }

    private boolean fits(long bytes) {
        return waiting.size() < settings.queueSize()
                && (settings.queueBytes() == 0 || waitingBytes + bytes <= settings.queueBytes());
    }

    private void arrive(PackageRun<T> dataPackage, After<T> after) {
        long now = flow.clock().nanos();
        ControllerRun record = new ControllerRun(definition, sequence++, now);
        dataPackage.arrive(record);
        counters.input();
        String key = dataPackage.options().key().orElse(null);
        Visit<T> visit = new Visit<>(this, dataPackage, record, key, flow.bytes(dataPackage));
        if (closed) {
            lose(visit, Status.ERROR, after);
        } else if (mayBegin(key)) {
            begin(visit, now);
        } else {
            queue(visit, after);
        }
    }

    private void queue(Visit<T> visit, After<T> after) {
        if (visit.priority != 0 && waiting instanceof FifoWaiting<T> fifo) {
            waiting = sorted();
            fifo.forEach(waiting::add);
        }
        if (settings.overflow() == Overflow.LATEST_BY_KEY && visit.key != null) {
            Visit<T> older = waiting.ofKey(visit.key);
            if (older != null) {
                unqueue(older);
                lose(older, Status.OVERFLOW, after);
            }
        }
        while (!fits(visit.bytes)) {
            Visit<T> victim = dropsOldest() && canEverFit(visit) ? waiting.victim(visit) : visit;
            if (victim == visit) {
                lose(visit, Status.OVERFLOW, after);
                return;
            }
            unqueue(victim);
            lose(victim, Status.OVERFLOW, after);
        }
        waiting.add(visit);
        waitingBytes += visit.bytes;
        counters.inputWaiting(1, visit.bytes);
        if (visit.dataPackage.hasDeadline()) {
            timed = true;
            flow.timed();
        }
    }

    private boolean dropsOldest() {
        return settings.overflow() == Overflow.DROP_OLDEST || settings.overflow() == Overflow.LATEST_BY_KEY;
    }

    private boolean canEverFit(Visit<T> visit) {
        return settings.queueSize() > 0 && (settings.queueBytes() == 0 || visit.bytes <= settings.queueBytes());
    }

    private void unqueue(Visit<T> visit) {
        waiting.remove(visit);
        waited(visit);
    }

    private void waited(Visit<T> visit) {
        waitingBytes -= visit.bytes;
        counters.inputWaiting(-1, visit.bytes);
    }

    /** It leaves without having been worked on; followers need not wait for it. */
    private void lose(Visit<T> visit, Status outcome, After<T> after) {
        visit.outcome = outcome;
        if (closed) {
            visit.dataPackage.add(flow.closedError());
        }
        after.left.add(visit);
        order.hole(visit.sequence, leaving);
    }

    // ---- work
    // --------------------------------------------------------------------------------------------------------

    private void begin(Visit<T> visit, long now) {
        running++;
        visit.holdsSlot = true;
        if (visit.key != null && keysInOrder()) {
            busyKeys.add(visit.key);
        }
        atWork.add(visit);
        visit.record.taken(now);
        counters.inputWaited(now - visit.record.startNanos());
        flow.crew().submit(visit);
    }

    /** Workers that are free take who waits; then those that wait at the station before may come. */
    private void takeNext(After<T> after) {
        long now = flow.clock().nanos();
        while (running < settings.workers() && !paused) {
            Visit<T> first = waiting.poll();
            if (first == null) {
                break;
            }
            waited(first);
            begin(first, now);
        }
        while (!blocked.isEmpty() && (closed || hasRoom(blocked.getFirst().dataPackage))) {
            Blocked<T> first = blocked.removeFirst();
            arrive(first.dataPackage, after);
            after.admitted.add(first.from);
        }
        if (lock.hasWaiters(room)) {
            room.signalAll();
        }
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
    void work(Visit<T> visit) {
        Status status;
        if (visit.begin()) {
            status = run(visit);
            visit.leave();
            // an interrupt was meant for that package
            Thread.interrupted();
        } else {
            status = Status.ERROR;
            if (visit.cancelled() == Status.ERROR) {
                visit.dataPackage.add(flow.closedError());
            }
        }
        done(visit, status);
    }

    /** The walk does not throw; if it did, the package and its worker would be lost. */
    private Status run(Visit<T> visit) {
        try {
            return walk.run(visit.dataPackage, visit.record);
        } catch (RuntimeException | Error e) {
            log.error("a package failed outside of its modules, controller={}", definition.name(), e);
            visit.dataPackage.add(Errors.of(e));
            return Status.ERROR;
        }
    }

    private void done(Visit<T> visit, Status status) {
        if (status == Status.SUCCESS) {
            visit.record.done(flow.clock().nanos());
        }
        if (order instanceof ImmediateOrder<T>) {
            visit.outcome = status;
            leave(visit);
            return;
        }
        After<T> after = new After<>();
        boolean leavesNow;
        lock.lock();
        try {
            leavesNow = decide(visit, visit.cancelled() == Status.OUTDATED ? Status.OUTDATED : status, after);
        } finally {
            lock.unlock();
        }
        if (leavesNow) {
            leave(visit);
        }
        settle(after);
    }

    /** Whether it leaves at once, without a turn. */
    private boolean decide(Visit<T> visit, Status end, After<T> after) {
        if (end != Status.SUCCESS) {
            visit.outcome = end;
            order.hole(visit.sequence, leaving);
            return true;
        }
        Status now = order.done(visit, leaving);
        if (now == Status.WAITING_OUTPUT) {
            waitForTurn(visit, after);
        } else if (now == Status.SUCCESS && order instanceof FirstWinsOrder<T> firstWins) {
            outdate(firstWins.last(), after);
        }
        return false;
    }

    private void waitForTurn(Visit<T> visit, After<T> after) {
        counters.outputWaiting(1);
        visit.waits = true;
        if (!settings.reorder().maxWait().isZero() || visit.dataPackage.hasDeadline()) {
            timed = true;
            flow.timed();
        }
        // a window that is full pushes back: the package keeps its worker
        if (order.waiting() + leaving.size() <= settings.reorder().size()) {
            free(visit, after);
        }
    }

    /** Those before the winner have lost: what is being worked on is interrupted, what waits leaves. */
    private void outdate(long winner, After<T> after) {
        atWork.forEach(visit -> {
            if (visit.sequence < winner) {
                visit.cancel(Status.OUTDATED);
            }
        });
        if (waiting instanceof SortedWaiting<T>) {
            List<Visit<T>> losers = new ArrayList<>();
            waiting.forEach(visit -> {
                if (visit.sequence < winner) {
                    losers.add(visit);
                }
            });
            losers.forEach(visit -> {
                unqueue(visit);
                lose(visit, Status.OUTDATED, after);
            });
        }
    }

    // ---- leaving
    // -----------------------------------------------------------------------------------------------------

    /** What has to happen once the lock is free. */
    private static final class After<T> {
        private final List<Visit<T>> left = new ArrayList<>(0);
        private final List<Visit<T>> admitted = new ArrayList<>(0);
    }

    private void settle(After<T> after) {
        after.left.forEach(this::leave);
        after.admitted.forEach(visit -> visit.station.release(visit));
        if (!(order instanceof ImmediateOrder<T>)) {
            let();
        }
    }

    /** Lets those leave whose turn it is, one after the other; who finds another thread at it leaves it to that one. */
    private void let() {
        Visit<T> visit = nextToLeave(false);
        while (visit != null) {
            leave(visit);
            visit = nextToLeave(true);
        }
    }

    private @Nullable Visit<T> nextToLeave(boolean mine) {
        lock.lock();
        try {
            if (letting && !mine) {
                return null;
            }
            Visit<T> first = leaving.poll();
            letting = first != null;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the visit: on to the next station, or out of the pipeline. No lock is held. */
    private void leave(Visit<T> visit) {
        long now = flow.clock().nanos();
        Status outcome = visit.outcome;
        if (outcome == Status.SUCCESS) {
            counters.outputWaited(now - visit.record.doneNanos());
        }
        if (visit.waits) {
            counters.outputWaiting(-1);
        }
        visit.record.end(outcome, now);
        counters.end(outcome, now - visit.record.startNanos());
        if (outcome == Status.SUCCESS && next != null) {
            if (!next.arriveFrom(visit) && !keepSlot(visit)) {
                return;
            }
            release(visit);
        } else {
            flow.end(visit.dataPackage, outcome, now);
            release(visit);
        }
    }

    /** It waits for room at the next station: it is still a load of this one. True when it has got in meanwhile. */
    private boolean keepSlot(Visit<T> visit) {
        lock.lock();
        try {
            if (!visit.admitted && !visit.holdsSlot) {
                running++;
                visit.holdsSlot = true;
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
        } finally {
            lock.unlock();
        }
        settle(after);
    }

    private void free(Visit<T> visit, After<T> after) {
        if (!visit.holdsSlot) {
            return;
        }
        visit.holdsSlot = false;
        running--;
        atWork.remove(visit);
        if (visit.key != null && keysInOrder()) {
            busyKeys.remove(visit.key);
            waiting.free(visit.key);
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
            List<Visit<T>> queued = new ArrayList<>();
            waiting.forEach(queued::add);
            queued.forEach(visit -> {
                unqueue(visit);
                lose(visit, Status.ERROR, after);
            });
            atWork.forEach(visit -> visit.cancel(Status.ERROR));
            takeNext(after);
            room.signalAll();
        } finally {
            lock.unlock();
        }
        settle(after);
    }

    /** Ends what has waited longer than it may. True while something here has a time to be kept. */
    boolean expire() {
        After<T> after = new After<>();
        List<long[]> gaps = new ArrayList<>(0);
        boolean more;
        lock.lock();
        try {
            if (!timed) {
                return false;
            }
            expireWaiting(after);
            expireTurns(gaps);
            more = waiting.size() > 0 || order.waiting() > 0;
            timed = more;
        } finally {
            lock.unlock();
        }
        gaps.forEach(gap -> flow.gap(definition.name(), counters, gap[0], gap[1]));
        settle(after);
        return more;
    }

    private void expireWaiting(After<T> after) {
        long now = flow.clock().nanos();
        List<Visit<T>> late = new ArrayList<>(0);
        waiting.forEach(visit -> {
            if (visit.late(now)) {
                late.add(visit);
            }
        });
        for (Visit<T> visit : late) {
            unqueue(visit);
            visit.dataPackage.add(Errors.of(
                    "TimeoutError",
                    "The deadline of the package has passed in the queue of " + definition.name() + "."));
            lose(visit, Status.ERROR, after);
        }
        if (!late.isEmpty()) {
            takeNext(after);
        }
    }

    private void expireTurns(List<long[]> gaps) {
        if (order instanceof SequenceOrder<T> turns) {
            long now = flow.clock().nanos();
            turns.expire(
                    visit -> visit.late(now),
                    leaving,
                    visit -> visit.dataPackage.add(Errors.of(
                            "TimeoutError",
                            "The deadline of the package has passed while it waited for its turn to leave "
                                    + definition.name() + ".")));
            long maxWait = settings.reorder().maxWait().toNanos();
            if (maxWait > 0) {
                turns.giveUp(now - maxWait, leaving, (first, last) -> gaps.add(new long[] {first, last}));
            }
        }
    }
}
