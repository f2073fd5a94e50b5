package io.millrace.pipeline.flow;

import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.Errors;
import io.millrace.pipeline.statistics.ElementCounters;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who leaves a station, and when: those in order leave one after the other, by one thread at a time, the others as they
 * are done. Belongs to the station's lock, but for {@link #ended}.
 */
final class Departures<T> {

    private static final int MOST_ENDING = 64;

    private final Order<T> order;
    private final ArrayDeque<Visit<T>> leaving = new ArrayDeque<>();
    private final ElementCounters counters;
    private final long maxWaitNanos;
    private final boolean last;
    private final boolean unordered;
    private final AtomicInteger ending = new AtomicInteger();
    private boolean taken;

    /**
     * Makes it.
     *
     * @param last whether packages leave the pipeline after this station
     */
    Departures(ControllerSettings settings, ElementCounters counters, boolean last) {
        this.counters = counters;
        this.last = last;
        // a wait of centuries must not overflow when it is added to a time
        this.maxWaitNanos =
                Math.min(TimeUnit.NANOSECONDS.convert(settings.reorder().maxWait()), Long.MAX_VALUE / 4);
        this.unordered = settings.mode() == ControllerMode.NO_ORDER || settings.mode() == ControllerMode.ORDER_BY_KEY;
        this.order = Order.of(settings.mode());
    }

    /** A package is done; true when it leaves at once, without a turn. Who waits is marked and counted. */
    boolean done(Visit<T> visit, Status end) {
        if (unordered || end != Status.SUCCESS) {
            visit.outcome = end;
            order.hole(visit.sequence, leaving);
            return true;
        }
        Status now = order.done(visit, leaving);
        if (now == Status.WAITING_OUTPUT || taken) {
            counters.outputWaiting(1);
            visit.waits = true;
        }
        return false;
    }

    /** Whether those that are done wait for those before them. */
    boolean ordered() {
        return order instanceof SequenceOrder<T>;
    }

    /** Nobody needs to wait for that one. */
    void hole(long sequence) {
        order.hole(sequence, leaving);
    }

    /** The latest that has left with success where the first one wins; -1 elsewhere. */
    long winner() {
        return order instanceof FirstWinsOrder<T> firstWins ? firstWins.last() : -1;
    }

    /** How many are done and have not left. */
    int waiting() {
        return order.waiting() + leaving.size();
    }

    /** Whether it comes to its end here. */
    boolean ends(Visit<T> visit) {
        return last || visit.outcome != Status.SUCCESS;
    }

    /**
     * Whether its worker is free before its callback is called, so that the callback finds it free: for at most 64 at a
     * time, or two for each worker, so that slow callbacks push back. Not where keys are in order: the next of the key
     * must not be faster.
     */
    boolean mayEndWithoutWorker(Visit<T> visit, int workers, boolean keysInOrder) {
        if (!ends(visit) || (keysInOrder && visit.key != null) || ending.get() >= Math.max(MOST_ENDING, 2 * workers)) {
            return false;
        }
        ending.incrementAndGet();
        visit.ending = true;
        return true;
    }

    /** Its callback was called. */
    void ended(Visit<T> visit) {
        if (visit.ending) {
            ending.decrementAndGet();
        }
    }

    /** Takes the turn; null when nobody leaves, or another thread has the turn. */
    @Nullable
    Visit<T> turn() {
        return taken ? null : nextTurn();
    }

    /** The next one, for the thread that has the turn; gives the turn back when there is none. */
    @Nullable
    Visit<T> nextTurn() {
        Visit<T> first = leaving.poll();
        taken = first != null;
        return first;
    }

    /** Lets those leave that have waited too long for their turn. */
    void expire(long now, After<T> after, String name) {
        if (order instanceof SequenceOrder<T> turns) {
            turns.expire(
                    visit -> visit.late(now),
                    leaving,
                    visit -> visit.dataPackage.add(Errors.of(
                            "TimeoutError",
                            "The deadline of the package has passed while it waited for its turn to leave " + name
                                    + ".")));
            if (maxWaitNanos > 0) {
                turns.giveUp(now - maxWaitNanos, leaving, after::gap);
            }
        }
    }

    /** Whether someone waits whose time can be over. */
    boolean timed() {
        return order.waiting() > 0;
    }
}
