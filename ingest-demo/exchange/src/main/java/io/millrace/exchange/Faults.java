package io.millrace.exchange;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Decides which faults strike, by the seed; each kind has chance of its own, so that one does not shift the others.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Faults {

    /** The state of one kind. */
    private static final class Chance {
        private final SplittableRandom random;
        private double probability;
        private long next;
        private long count;

        private Chance(SplittableRandom random) {
            this.random = random;
        }
    }

    private final Map<Fault, Chance> chances = new EnumMap<>(Fault.class);
    private boolean trades;

    Faults(long seed, Map<Fault, Double> probabilities) {
        for (Fault fault : Fault.values()) {
            chances.put(
                    fault,
                    new Chance(
                            new SplittableRandom(seed * 1_000_003 + fault.text().hashCode())));
        }
        probabilities.forEach(this::probability);
    }

    /** @throws IllegalArgumentException when it is none */
    static void check(Fault fault, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "the probability of " + fault.text() + " must be from 0 to 1, was " + probability);
        }
    }

    private Chance of(Fault fault) {
        Chance chance = chances.get(fault);
        if (chance == null) {
            throw new IllegalStateException("no chance of " + fault.text());
        }
        return chance;
    }

    void probability(Fault fault, double probability) {
        check(fault, probability);
        of(fault).probability = probability;
        look();
    }

    double probability(Fault fault) {
        return of(fault).probability;
    }

    /** The next so many occasions have the fault. */
    void next(Fault fault, long occasions) {
        if (occasions < 0) {
            throw new IllegalArgumentException(fault.text() + " must be 0 or more times, was " + occasions);
        }
        of(fault).next = occasions;
        look();
    }

    private void look() {
        trades = false;
        chances.forEach((fault, chance) -> trades |= fault.ofTrades() && (chance.probability > 0 || chance.next > 0));
    }

    /** Whether a trade can have a fault at all. */
    boolean ofTrades() {
        return trades;
    }

    /** Whether the fault waits for its next occasion, without chance. */
    boolean waits(Fault fault) {
        return of(fault).next > 0;
    }

    /** Whether it strikes now; counts it then. */
    boolean strikes(Fault fault) {
        Chance chance = of(fault);
        boolean strikes = chance.next > 0;
        if (strikes) {
            chance.next--;
        } else {
            strikes = chance.probability > 0 && chance.random.nextDouble() < chance.probability;
        }
        if (strikes) {
            chance.count++;
        }
        return strikes;
    }

    Map<Fault, Long> counts() {
        Map<Fault, Long> all = new EnumMap<>(Fault.class);
        chances.forEach((fault, chance) -> all.put(fault, chance.count));
        return all;
    }
}
