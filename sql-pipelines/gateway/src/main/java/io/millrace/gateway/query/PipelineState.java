package io.millrace.gateway.query;

import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.sql.QueryPlan;

/** What can be done with a pipeline. */
public sealed interface PipelineState {

    /** It can be read. */
    record Ready(QueryPlan plan) implements PipelineState {}

    /** It cannot be read as it is written. */
    record Refused(StreamException problem) implements PipelineState {}

    /** Its engine could not be reached; the next reader tries again. */
    record Unavailable(TransientException problem) implements PipelineState {}
}
