package io.millrace.pipeline.flow;

import io.millrace.pipeline.Status;
import java.util.ArrayDeque;

/** Each leaves when it is done, unless a later one has: then it is outdated. Only successes count as having left. */
final class FirstWinsOrder<T> implements Order<T> {

    private long last = -1;

    @Override
    public Status done(Visit<T> visit, ArrayDeque<Visit<T>> leaving) {
        visit.outcome = visit.sequence < last ? Status.OUTDATED : Status.SUCCESS;
        if (visit.outcome == Status.SUCCESS) {
            last = visit.sequence;
        }
        leaving.add(visit);
        return visit.outcome;
    }

    /** The latest that has left with success; those before it are outdated. */
    long last() {
        return last;
    }

    @Override
    public void hole(long sequence, ArrayDeque<Visit<T>> leaving) {}

    @Override
    public int waiting() {
        return 0;
    }
}
