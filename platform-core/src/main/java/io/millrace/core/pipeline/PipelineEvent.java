package io.millrace.core.pipeline;

import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import java.time.Duration;
import java.time.Instant;

/** What a pipeline tells its listener. */
public sealed interface PipelineEvent {

    /** The pipeline's name. */
    String pipeline();

    /** It does something else from now on. */
    record StateChanged(String pipeline, PipelineState state) implements PipelineEvent {}

    /**
     * A poll has returned.
     *
     * @param records 0 when idle or at the end
     * @param time how long it took
     */
    record Polled(String pipeline, int records, Duration time) implements PipelineEvent {}

    /**
     * Records are durable.
     *
     * @param records at least 1
     * @param newest the latest of their timestamps
     * @param time how long the write took
     */
    record Written(String pipeline, int records, Instant newest, Duration time) implements PipelineEvent {}

    /** A poll or a write has failed. */
    record CallFailed(String pipeline, PipelinePart part, Duration time) implements PipelineEvent {}

    /** A record went to the failure policy. */
    record Rejected(String pipeline, PipelinePart part, PoisonException cause) implements PipelineEvent {}

    /** A part will be reopened after a backoff. */
    record Restarting(String pipeline, PipelinePart part, TransientException cause) implements PipelineEvent {}
}
