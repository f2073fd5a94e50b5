package io.millrace.pipeline.data;

import io.millrace.pipeline.Status;
import java.util.List;

/**
 * A package in a phase.
 *
 * @param id {@code DP-PP-<uuid>}
 * @param phaseId {@code PP-<uuid>}
 * @param phaseName the phase's name
 * @param status where it stands
 * @param startTime seconds since the epoch
 * @param endTime seconds since the epoch; 0 before the end
 * @param totalTime seconds
 * @param modules the modules that it came to, in order
 */
public record PhaseRecord(
        String id,
        String phaseId,
        String phaseName,
        Status status,
        double startTime,
        double endTime,
        double totalTime,
        List<ModuleRecord> modules) {
    public PhaseRecord {
        modules = List.copyOf(modules);
    }
}
