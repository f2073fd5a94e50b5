package io.millrace.pipeline.live;

import io.millrace.pipeline.Status;
import io.millrace.pipeline.statistics.ElementStatistics;
import io.millrace.pipeline.statistics.Tally;

/**
 * What became of the packages of an element; input = success + exit + overflow + outdated + error + processing.
 *
 * @param input packages that came
 * @param success packages that left in success
 * @param exit packages that a module told to leave
 * @param overflow packages that a full queue put out
 * @param outdated packages that a later one overtook
 * @param error packages that failed
 * @param processing packages within it now, those waiting included
 * @param waiting packages that wait for a worker or the mutex now
 * @param outputWaiting finished packages that wait for their turn now
 * @param waitingBytes bytes of data in the queue now
 * @param gaps places in the order that were given up
 */
public record LiveCounts(
        long input,
        long success,
        long exit,
        long overflow,
        long outdated,
        long error,
        long processing,
        long waiting,
        long outputWaiting,
        long waitingBytes,
        long gaps) {

    static final LiveCounts NONE = new LiveCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static LiveCounts of(ElementStatistics element) {
        return new LiveCounts(
                element.input(),
                count(element, Status.SUCCESS),
                count(element, Status.EXIT),
                count(element, Status.OVERFLOW),
                count(element, Status.OUTDATED),
                count(element, Status.ERROR),
                element.processing(),
                element.inputWaitingNow(),
                element.outputWaitingNow(),
                element.waitingBytes(),
                element.gaps());
    }

    private static long count(ElementStatistics element, Status outcome) {
        return element.outcomes().getOrDefault(outcome, new Tally(0, 0)).count();
    }

    LiveCounts plus(LiveCounts other) {
        return new LiveCounts(
                input + other.input,
                success + other.success,
                exit + other.exit,
                overflow + other.overflow,
                outdated + other.outdated,
                error + other.error,
                processing + other.processing,
                waiting + other.waiting,
                outputWaiting + other.outputWaiting,
                waitingBytes + other.waitingBytes,
                gaps + other.gaps);
    }
}
