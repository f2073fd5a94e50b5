package io.millrace.vehicles.app;

import io.millrace.core.failure.StreamException;
import io.millrace.core.pipeline.PipelineState;
import java.util.Locale;

/** States of pipelines for people. */
final class PipelineTexts {

    private PipelineTexts() {}

    /** {@code running}, {@code starting}, or what is wrong. */
    static String text(PipelineState state) {
        return switch (state) {
            case PipelineState.Running _ -> "running";
            case PipelineState.Starting _ -> "starting";
            case PipelineState.BackingOff backing -> "waiting: " + reason(backing.cause());
            case PipelineState.Stopped _ -> "stopped";
            case PipelineState.Failed failed -> "failed: " + reason(failed.cause());
        };
    }

    private static String reason(StreamException cause) {
        return cause.reason().toLowerCase(Locale.ROOT);
    }
}
