package io.millrace.mq.topology;

import java.time.Duration;

/**
 * What goes wrong on an edge, each a probability from 0 to 1.
 *
 * @param seed of the random numbers, so that a run can be repeated
 * @param delay of every datagram, zero for none
 */
public record FaultSpec(
        long seed, double loss, double duplication, double reordering, double garbling, Duration delay) {

    /** Nothing goes wrong. */
    public static final FaultSpec NONE = new FaultSpec(1, 0, 0, 0, 0, Duration.ZERO);

    /** Whether nothing goes wrong. */
    public boolean none() {
        return loss == 0 && duplication == 0 && reordering == 0 && garbling == 0 && !delay.isPositive();
    }
}
