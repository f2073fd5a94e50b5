package io.millrace.pipeline.flow;

import io.millrace.pipeline.Status;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** They leave in order of arrival; who is done before its turn waits. */
final class SequenceOrder<T> implements Order<T> {

    private final TreeMap<Long, Visit<T>> waiting = new TreeMap<>();
    /** Places that nobody fills, as ranges: first to last. A stuck head and a full queue make many of them. */
    private final TreeMap<Long, Long> holes = new TreeMap<>();

    private long expected;

    @Override
    public Status done(Visit<T> visit, ArrayDeque<Visit<T>> leaving) {
        if (visit.sequence < expected) {
            visit.outcome = Status.OUTDATED;
            leaving.add(visit);
            return Status.OUTDATED;
        }
        visit.outcome = Status.SUCCESS;
        if (visit.sequence > expected) {
            waiting.put(visit.sequence, visit);
            return Status.WAITING_OUTPUT;
        }
        leaving.add(visit);
        expected++;
        release(leaving);
        return Status.SUCCESS;
    }

    @Override
    public void hole(long sequence, ArrayDeque<Visit<T>> leaving) {
        if (sequence < expected) {
            return;
        }
        if (sequence == expected) {
            expected++;
        } else {
            addHole(sequence);
        }
        release(leaving);
    }

    private void addHole(long sequence) {
        long first = sequence;
        long last = sequence;
        Map.Entry<Long, Long> before = holes.floorEntry(sequence);
        if (before != null && before.getValue() == sequence - 1) {
            first = before.getKey();
        }
        Long after = holes.remove(sequence + 1);
        if (after != null) {
            last = after;
        }
        holes.put(first, last);
    }

    private void release(ArrayDeque<Visit<T>> leaving) {
        while (!holes.isEmpty() || !waiting.isEmpty()) {
            Long past = holes.isEmpty() ? null : holes.remove(expected);
            if (past != null) {
                expected = past + 1;
                continue;
            }
            Visit<T> next = waiting.remove(expected);
            if (next == null) {
                return;
            }
            leaving.add(next);
            expected++;
        }
    }

    /**
     * Gives up the places before the last package that has waited too long.
     *
     * @param doneBeforeNanos who was done before that has waited too long
     * @param gap told each range that is no longer waited for
     */
    void giveUp(long doneBeforeNanos, ArrayDeque<Visit<T>> leaving, Gap gap) {
        long until = -1;
        for (Visit<T> visit : waiting.values()) {
            if (visit.record.doneNanos() - doneBeforeNanos < 0) {
                until = visit.sequence;
            }
        }
        while (expected <= until) {
            long next = Math.min(
                    waiting.isEmpty() ? Long.MAX_VALUE : waiting.firstKey(),
                    holes.isEmpty() ? Long.MAX_VALUE : holes.firstKey());
            if (next > expected) {
                gap.given(expected, next - 1);
                expected = next;
            }
            release(leaving);
        }
    }

    /** Those whose time is over leave with an error, out of turn. */
    void expire(Predicate<Visit<T>> late, ArrayDeque<Visit<T>> leaving, Consumer<Visit<T>> reason) {
        List<Visit<T>> over = waiting.values().stream().filter(late).toList();
        for (Visit<T> visit : over) {
            waiting.remove(visit.sequence);
            visit.outcome = Status.ERROR;
            reason.accept(visit);
            leaving.add(visit);
            addHole(visit.sequence);
        }
    }

    /** Told of places that are no longer waited for. */
    @FunctionalInterface
    interface Gap {
        void given(long first, long last);
    }

    @Override
    public int waiting() {
        return waiting.size();
    }
}
