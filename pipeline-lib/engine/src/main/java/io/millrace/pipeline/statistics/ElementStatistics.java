package io.millrace.pipeline.statistics;

import io.millrace.pipeline.Status;
import java.util.Map;

/**
 * The counts of an element as of one moment; input = output + exit + overflow + outdated + error + processing.
 *
 * @param element which one
 * @param input packages that came
 * @param outcomes the five ends: how many, and their times from arrival to end
 * @param inputWaiting from arrival to a worker (controllers), or for the mutex (modules)
 * @param outputWaiting from the worker's end to leaving (controllers)
 * @param processing packages within the element now, those waiting included
 * @param inputWaitingNow packages waiting for a worker (controllers) or the mutex (modules) now
 * @param outputWaitingNow finished packages waiting for their turn now
 * @param waitingBytes bytes of data in the queue now, as the pipeline's sizer counts
 * @param gaps places in the order that were given up
 */
public record ElementStatistics(
        Element element,
        long input,
        Map<Status, Tally> outcomes,
        Tally inputWaiting,
        Tally outputWaiting,
        long processing,
        long inputWaitingNow,
        long outputWaitingNow,
        long waitingBytes,
        long gaps) {
    public ElementStatistics {
        outcomes = Map.copyOf(outcomes);
    }
}
