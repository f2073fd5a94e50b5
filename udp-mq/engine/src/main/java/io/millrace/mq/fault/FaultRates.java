package io.millrace.mq.fault;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often each fault happens to the datagrams of one direction. The faults are drawn independently of each other.
 *
 * @param loss probability 0 to 1 that a datagram is not passed on
 * @param duplication probability 0 to 1 that it is passed on twice
 * @param reordering probability 0 to 1 that it is held back until a later one of the same peer has passed, at most
 *     {@link FaultSettings#hold}
 * @param garbling probability 0 to 1 that one to three of its bytes are changed
 * @param minDelay shortest delay of each datagram, zero or longer
 * @param maxDelay longest delay, at most one minute; the delays are spread evenly between the two, with a resolution of
 *     1 ms. Different delays reorder too
 */
public record FaultRates(
        double loss, double duplication, double reordering, double garbling, Duration minDelay, Duration maxDelay) {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Everything passes untouched. */
    public static final FaultRates NONE = new FaultRates(0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

    public FaultRates {
        requireProbability("loss", loss);
        requireProbability("duplication", duplication);
        requireProbability("reordering", reordering);
        requireProbability("garbling", garbling);
        requireNonNull(minDelay, "minDelay is null");
        requireNonNull(maxDelay, "maxDelay is null");
        if (minDelay.isNegative() || minDelay.compareTo(maxDelay) > 0 || maxDelay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "delays must be 0 <= minDelay <= maxDelay <= PT1M, were " + minDelay + " and " + maxDelay);
        }
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1, was " + value);
        }
    }

    /** The same with another loss. */
    public FaultRates withLoss(double probability) {
        return new FaultRates(probability, duplication, reordering, garbling, minDelay, maxDelay);
    }

    /** The same with another duplication. */
    public FaultRates withDuplication(double probability) {
        return new FaultRates(loss, probability, reordering, garbling, minDelay, maxDelay);
    }

    /** The same with another reordering. */
    public FaultRates withReordering(double probability) {
        return new FaultRates(loss, duplication, probability, garbling, minDelay, maxDelay);
    }

    /** The same with another garbling. */
    public FaultRates withGarbling(double probability) {
        return new FaultRates(loss, duplication, reordering, probability, minDelay, maxDelay);
    }

    /** The same with other delays. */
    public FaultRates withDelay(Duration min, Duration max) {
        return new FaultRates(loss, duplication, reordering, garbling, min, max);
    }
}
