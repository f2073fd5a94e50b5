package io.millrace.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Operator;
import io.millrace.core.Sink;
import io.millrace.core.Source;
import org.jspecify.annotations.Nullable;

/**
 * What is connected to what. A description: nothing happens before a {@link PipelineRunner} starts it, which is done
 * once, as source and sink are used up by it.
 *
 * @param name for logs, meters and the thread; unique among running pipelines
 * @param deadLetters where refused records go; null unless the policy is {@link FailurePolicy#DEAD_LETTER}
 */
public record Pipeline<I, O>(
        String name,
        Source<I> source,
        Operator<I, O> operator,
        Sink<O> sink,
        @Nullable Sink<DeadLetter> deadLetters,
        PipelineSettings settings) {

    public Pipeline {
        requireNonNull(name, "name is null");
        requireNonNull(source, "source is null");
        requireNonNull(operator, "operator is null");
        requireNonNull(sink, "sink is null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is blank");
        }
        if ((settings.failurePolicy() == FailurePolicy.DEAD_LETTER) != (deadLetters != null)) {
            throw new IllegalArgumentException(
                    "pipeline '" + name + "' needs a dead-letter sink exactly when its policy is DEAD_LETTER, was "
                            + settings.failurePolicy());
        }
    }

    /** A pipeline with default settings. */
    public static <I, O> Pipeline<I, O> of(String name, Source<I> source, Operator<I, O> operator, Sink<O> sink) {
        return new Pipeline<>(name, source, operator, sink, null, PipelineSettings.DEFAULT);
    }

    /** The same with other settings. */
    public Pipeline<I, O> with(PipelineSettings other) {
        return new Pipeline<>(name, source, operator, sink, deadLetters, other);
    }

    /** The same with refused records going to a sink, and the policy that says so. */
    public Pipeline<I, O> withDeadLetters(Sink<DeadLetter> letters) {
        return new Pipeline<>(name, source, operator, sink, letters, settings.with(FailurePolicy.DEAD_LETTER));
    }
}
