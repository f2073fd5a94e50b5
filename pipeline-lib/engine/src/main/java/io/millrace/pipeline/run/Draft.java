package io.millrace.pipeline.run;

import io.millrace.pipeline.data.ErrorRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Data and errors of a run that may be given up: the package sees nothing of them before {@link #adopt}.
 *
 * <p><b>Threading:</b> worked on by the thread of the run; ended by {@link #finish} of that thread or {@link #giveUp}
 * of the waiting one, whichever is first.
 */
final class Draft<T> implements Workspace<T> {

    private enum State {
        OPEN,
        FINISHED,
        GIVEN_UP
    }

    private final Workspace<T> base;
    private final Limit limit;
    private final List<ErrorRecord> errors = new ArrayList<>(0);
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private T data;

    Draft(Workspace<T> base, T data, Limit limit) {
        this.base = base;
        this.data = data;
        this.limit = limit;
    }

    /** The run is over; false when it was given up before. */
    boolean finish() {
        return state.compareAndSet(State.OPEN, State.FINISHED);
    }

    /** Nothing that the run does counts from now on; false when it was over before. */
    boolean giveUp() {
        return state.compareAndSet(State.OPEN, State.GIVEN_UP);
    }

    /** The package takes data and errors over. */
    void adopt() {
        base.data(data);
        adoptErrors();
    }

    /** The package takes the errors over, its data stay as before the run. */
    void adoptErrors() {
        errors.forEach(base::add);
    }

    @Override
    public T data() {
        return data;
    }

    @Override
    public void data(T value) {
        data = value;
    }

    @Override
    public void add(ErrorRecord error) {
        if (errors.stream().noneMatch(known -> known.id().equals(error.id()))) {
            errors.add(error);
        }
    }

    @Override
    public boolean refused() {
        return state.get() == State.GIVEN_UP || base.refused();
    }

    @Override
    public Limit limit() {
        return limit;
    }
}
