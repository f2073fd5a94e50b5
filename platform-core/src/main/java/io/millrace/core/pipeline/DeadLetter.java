package io.millrace.core.pipeline;

import io.millrace.core.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record that a pipeline could not handle, and why.
 *
 * @param pipeline the pipeline's name
 * @param part who refused it
 * @param reason the refusal's message
 * @param record what was refused: an input of the operator or an output of it; null when the source could not read it
 */
public record DeadLetter(
        String pipeline,
        PipelinePart part,
        String reason,
        @Nullable Record<?> record) {}
