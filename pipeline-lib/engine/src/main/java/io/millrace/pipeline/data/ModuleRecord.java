package io.millrace.pipeline.data;

import io.millrace.pipeline.Status;
import java.util.List;
import java.util.Optional;

/**
 * A package in a module.
 *
 * @param id {@code DP-M-<uuid>}
 * @param moduleId {@code M-<class>-<uuid>}
 * @param moduleName the module's name
 * @param status where it stands
 * @param startTime before the module's mutex, seconds since the epoch
 * @param endTime seconds since the epoch; 0 before the end
 * @param waitingTime for the mutex, seconds
 * @param totalTime waiting included, seconds
 * @param subModules the modules that this one ran, in order
 * @param message what the module said
 * @param error what went wrong in it
 */
public record ModuleRecord(
        String id,
        String moduleId,
        String moduleName,
        Status status,
        double startTime,
        double endTime,
        double waitingTime,
        double totalTime,
        List<ModuleRecord> subModules,
        String message,
        Optional<ErrorRecord> error) {
    public ModuleRecord {
        subModules = List.copyOf(subModules);
    }
}
