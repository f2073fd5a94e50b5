package io.millrace.core.pipeline;

import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import java.time.Instant;

/** What a pipeline does now. Health checks and pages render it with an exhaustive switch. */
public sealed interface PipelineState {

    /** It opens sink and source for the first time. */
    record Starting() implements PipelineState {}

    /** It polls and writes. */
    record Running() implements PipelineState {}

    /**
     * It waits, and will then try again.
     *
     * @param attempt the attempt that comes next, from 1; counted since it last worked
     * @param until when that is
     * @param cause what went wrong
     */
    record BackingOff(int attempt, Instant until, TransientException cause) implements PipelineState {}

    /** It came to its end, or was closed. */
    record Stopped() implements PipelineState {}

    /** It gave up. */
    record Failed(StreamException cause) implements PipelineState {}

    /** Whether nothing will change any more. */
    default boolean over() {
        return switch (this) {
            case Starting _, Running _, BackingOff _ -> false;
            case Stopped _, Failed _ -> true;
        };
    }

    /** One word for logs and pages: {@code backing-off}. */
    default String text() {
        return switch (this) {
            case Starting _ -> "starting";
            case Running _ -> "running";
            case BackingOff _ -> "backing-off";
            case Stopped _ -> "stopped";
            case Failed _ -> "failed";
        };
    }
}
