package io.millrace.core;

import java.util.function.Consumer;

/**
 * One step between source and sink: each record becomes zero or more others, the shape of
 * {@link java.util.stream.Stream#mapMulti}.
 *
 * <p><b>Threading:</b> called by the pipeline's thread; all outputs are emitted before {@code process} returns.
 *
 * <p><b>Lifecycle:</b> none; what an operator needs outlives it.
 */
@FunctionalInterface
public interface Operator<I, O> {

    /**
     * Handles one record.
     *
     * @throws io.millrace.core.failure.PoisonException when this record can never be handled
     */
    void process(Record<I> in, Consumer<Record<O>> out);

    /** This operator, then the next, on the same thread. */
    default <P> Operator<I, P> then(Operator<O, P> next) {
        return (in, out) -> process(in, middle -> next.process(middle, out));
    }

    /** Passes every record on unchanged. */
    static <T> Operator<T, T> identity() {
        return (in, out) -> out.accept(in);
    }
}
