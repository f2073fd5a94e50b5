package io.millrace.pipeline.data;

import io.millrace.pipeline.Status;
import java.util.List;

/**
 * A package at a controller.
 *
 * @param id {@code DP-C-<uuid>}
 * @param controllerId {@code C-<uuid>}
 * @param controllerName the controller's name
 * @param mode the name of the controller's mode
 * @param workers how many work at a time
 * @param sequenceNumber which arrival it was, from 0
 * @param status where it stands
 * @param startTime when it arrived, seconds since the epoch
 * @param endTime when it left, seconds since the epoch; 0 before
 * @param inputWaitingTime from arrival to a worker, seconds
 * @param outputWaitingTime from the worker's end to leaving, seconds
 * @param totalTime from arrival to leaving, seconds
 * @param phases the phases that it came to, in order
 */
public record ControllerRecord(
        String id,
        String controllerId,
        String controllerName,
        String mode,
        int workers,
        long sequenceNumber,
        Status status,
        double startTime,
        double endTime,
        double inputWaitingTime,
        double outputWaitingTime,
        double totalTime,
        List<PhaseRecord> phases) {
    public ControllerRecord {
        phases = List.copyOf(phases);
    }
}
