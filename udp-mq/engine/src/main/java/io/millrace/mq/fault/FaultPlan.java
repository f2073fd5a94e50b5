package io.millrace.mq.fault;

import java.util.SplittableRandom;

/**
 * The fate of each datagram of one flow, as a pure function of seed and number. Another rate of one fault leaves the
 * decisions about the others as they are.
 */
final class FaultPlan {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final FaultRates rates;
    private final long seed;
    private final long minNanos;
    private final long spreadNanos;

    FaultPlan(FaultRates rates, long seed) {
        this.rates = rates;
        this.seed = seed;
        this.minNanos = rates.minDelay().toNanos();
        this.spreadNanos = rates.maxDelay().toNanos() - minNanos;
    }

    /** The plan of one direction of the n-th client. */
    static FaultPlan of(FaultRates rates, long seed, int client, boolean toTarget) {
        return new FaultPlan(rates, mix(mix(seed, client), toTarget ? 1 : 2));
    }

    /** What happens to the datagram with this number, counted from 0. */
    Fault fault(long number) {
        SplittableRandom random = new SplittableRandom(mix(seed, number));
        boolean lost = random.nextDouble() < rates.loss();
        boolean duplicated = random.nextDouble() < rates.duplication();
        boolean reordered = random.nextDouble() < rates.reordering();
        boolean garbled = random.nextDouble() < rates.garbling();
        return new Fault(lost, duplicated, reordered, garbled, delay(random), delay(random), random.nextLong());
    }

    private long delay(SplittableRandom random) {
        return minNanos + (long) (random.nextDouble() * spreadNanos);
    }

    private static long mix(long a, long b) {
        long z = (a ^ Long.rotateLeft(b * GOLDEN, 29)) + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
