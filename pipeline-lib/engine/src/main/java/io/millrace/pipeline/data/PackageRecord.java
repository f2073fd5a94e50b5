package io.millrace.pipeline.data;

import io.millrace.pipeline.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package.
 *
 * @param id {@code DP-<uuid>}
 * @param pipelineId {@code P-<uuid>}
 * @param pipelineName the pipeline's name
 * @param pipelineInstanceId {@code PI-<uuid>}
 * @param controllers the controllers that it came to, in order
 * @param data the user's data
 * @param status where it stands
 * @param startTime when it was given to the pipeline, seconds since the epoch
 * @param endTime when it left, seconds since the epoch; 0 before
 * @param totalTime the difference, in seconds
 * @param errors what went wrong
 */
public record PackageRecord(
        String id,
        String pipelineId,
        String pipelineName,
        String pipelineInstanceId,
        List<ControllerRecord> controllers,
        @Nullable Object data,
        Status status,
        double startTime,
        double endTime,
        double totalTime,
        List<ErrorRecord> errors) {
    public PackageRecord {
        controllers = List.copyOf(controllers);
        errors = List.copyOf(errors);
    }
}
