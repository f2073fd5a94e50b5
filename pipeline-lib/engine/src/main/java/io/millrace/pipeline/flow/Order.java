package io.millrace.pipeline.flow;

import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.Status;
import java.util.ArrayDeque;

/** Decides who leaves a station next. Belongs to the station's lock. */
sealed interface Order<T> permits ImmediateOrder, SequenceOrder, FirstWinsOrder {

    static <T> Order<T> of(ControllerMode mode) {
        return switch (mode) {
            case NO_ORDER, ORDER_BY_KEY -> new ImmediateOrder<>();
            case NOT_PARALLEL, ORDER_BY_SEQUENCE -> new SequenceOrder<>();
            case FIRST_WINS -> new FirstWinsOrder<>();
        };
    }

    /**
     * A package has succeeded.
     *
     * @param leaving gets those that leave now, in their order, each with its outcome
     * @return {@link Status#WAITING_OUTPUT} when it has to wait for its turn
     */
    Status done(Visit<T> visit, ArrayDeque<Visit<T>> leaving);

    /** A package left in another way: nobody needs to wait for it. */
    void hole(long sequence, ArrayDeque<Visit<T>> leaving);

    /** How many have succeeded and wait for their turn. */
    int waiting();
}
