package io.millrace.pipeline.flow;

import io.millrace.core.flow.Overflow;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.statistics.ElementCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The queue of a station with its bounds: who waits, and who makes room. Belongs to the station's lock. */
final class Backlog<T> {

    private final ControllerSettings settings;
    private final ElementCounters counters;
    private final Predicate<String> busy;
    private Waiting<T> waiting;
    private long bytes;
    /** No deadline of those within is sooner; only with {@link #hasDeadlines}. */
    private long soonestNanos;

    private boolean hasDeadlines;

    /**
     * Makes one.
     *
     * @param busy whether a package of that key is being worked on
     */
    Backlog(ControllerSettings settings, ElementCounters counters, Predicate<String> busy) {
        this.settings = settings;
        this.counters = counters;
        this.busy = busy;
        boolean keys = settings.mode() == ControllerMode.ORDER_BY_KEY || settings.overflow() == Overflow.LATEST_BY_KEY;
        this.waiting = keys ? sorted() : new FifoWaiting<>();
    }

    private Waiting<T> sorted() {
        return new SortedWaiting<>(settings.mode() == ControllerMode.ORDER_BY_KEY, busy);
    }

    int size() {
        return waiting.size();
    }

    boolean holds(String key) {
        return waiting.ofKey(key) != null;
    }

    boolean fits(long added) {
        return waiting.size() < settings.queueSize()
                && (settings.queueBytes() == 0 || bytes + added <= settings.queueBytes());
    }

    /**
     * Queues a package, or not, as the policy says.
     *
     * @param lost told those that overflow, which can be the new one
     */
    void add(Visit<T> visit, Consumer<Visit<T>> lost) {
        if (visit.priority != 0 && waiting instanceof FifoWaiting<T> fifo) {
            waiting = sorted();
            fifo.forEach(waiting::add);
        }
        if (settings.overflow() == Overflow.LATEST_BY_KEY && visit.key != null) {
            Visit<T> older = waiting.ofKey(visit.key);
            if (older != null) {
                remove(older);
                lost.accept(older);
            }
        }
        while (!fits(visit.bytes)) {
            Visit<T> victim = dropsOldest() && canEverFit(visit) ? waiting.victim(visit) : visit;
            if (victim != visit) {
                remove(victim);
            }
            lost.accept(victim);
            if (victim == visit) {
                return;
            }
        }
        waiting.add(visit);
        bytes += visit.bytes;
        counters.inputWaiting(1, visit.bytes);
        if (visit.dataPackage.hasDeadline()) {
            deadline(visit.dataPackage.deadlineNanos());
        }
    }

    private boolean dropsOldest() {
        return settings.overflow() == Overflow.DROP_OLDEST || settings.overflow() == Overflow.LATEST_BY_KEY;
    }

    private boolean canEverFit(Visit<T> visit) {
        return settings.queueSize() > 0 && (settings.queueBytes() == 0 || visit.bytes <= settings.queueBytes());
    }

    private void deadline(long nanos) {
        if (!hasDeadlines || nanos - soonestNanos < 0) {
            soonestNanos = nanos;
        }
        hasDeadlines = true;
    }

    /** Removes and gives the first that may begin; null when there is none. */
    @Nullable
    Visit<T> poll() {
        Visit<T> first = waiting.poll();
        if (first != null) {
            left(first);
        }
        return first;
    }

    /** Removes and gives the one that came first; null when there is none. */
    @Nullable
    Visit<T> pollOldest() {
        Visit<T> first = waiting.oldest();
        if (first != null) {
            remove(first);
        }
        return first;
    }

    /** Whether someone waits who came before that one: only priorities let others begin first. */
    boolean holdsBefore(long sequence) {
        Visit<T> first = waiting.oldest();
        return first != null && first.sequence < sequence;
    }

    private void remove(Visit<T> visit) {
        waiting.remove(visit);
        left(visit);
    }

    private void left(Visit<T> visit) {
        bytes -= visit.bytes;
        counters.inputWaiting(-1, visit.bytes);
    }

    /** Packages of that key may begin again. */
    void free(String key) {
        waiting.free(key);
    }

    /** Removes all. */
    List<Visit<T>> takeAll() {
        return take(_ -> true);
    }

    /** Removes those that came before that one; in order of arrival there are none, as those begin first. */
    List<Visit<T>> takeBefore(long sequence) {
        return waiting instanceof SortedWaiting<T> ? take(visit -> visit.sequence < sequence) : List.of();
    }

    /** Removes those whose deadline has passed. */
    List<Visit<T>> takeLate(long nowNanos) {
        if (!hasDeadlines || soonestNanos - nowNanos > 0) {
            return List.of();
        }
        List<Visit<T>> late = take(visit -> visit.late(nowNanos));
        hasDeadlines = false;
        waiting.forEach(visit -> {
            if (visit.dataPackage.hasDeadline()) {
                deadline(visit.dataPackage.deadlineNanos());
            }
        });
        return late;
    }

    private List<Visit<T>> take(Predicate<Visit<T>> which) {
        List<Visit<T>> taken = new ArrayList<>(0);
        waiting.forEach(visit -> {
            if (which.test(visit)) {
                taken.add(visit);
            }
        });
        taken.forEach(this::remove);
        return taken;
    }

    /** Whether someone within has a deadline. */
    boolean hasDeadlines() {
        return hasDeadlines && waiting.size() > 0;
    }
}
