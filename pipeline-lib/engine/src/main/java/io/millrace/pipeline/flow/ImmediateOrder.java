package io.millrace.pipeline.flow;

import io.millrace.pipeline.Status;
import java.util.ArrayDeque;

/** Each leaves when it is done. */
final class ImmediateOrder<T> implements Order<T> {

    @Override
    public Status done(Visit<T> visit, ArrayDeque<Visit<T>> leaving) {
        visit.outcome = Status.SUCCESS;
        leaving.add(visit);
        return Status.SUCCESS;
    }

    @Override
    public void hole(long sequence, ArrayDeque<Visit<T>> leaving) {}

    @Override
    public int waiting() {
        return 0;
    }
}
