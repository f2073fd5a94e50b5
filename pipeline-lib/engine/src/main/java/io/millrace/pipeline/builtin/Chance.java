package io.millrace.pipeline.builtin;

import io.millrace.pipeline.graph.Settings;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Random numbers, repeatable when a seed is given. Thread-safe. */
final class Chance {

    private final RandomGenerator generator;

    private Chance(RandomGenerator generator) {
        this.generator = generator;
    }

    /** What the setting {@code seed} asks for: a whole number; without it each run differs. */
    static Seed read(Settings settings) {
        return settings.text("seed").isPresent()
                ? new Seed(true, settings.integer("seed", 0, Integer.MIN_VALUE, Integer.MAX_VALUE))
                : new Seed(false, 0);
    }

    /** Makes the numbers of one module object. */
    record Seed(boolean present, int value) {
        Chance chance() {
            return new Chance(
                    present
                            ? new SplittableRandom(value)
                            : new SplittableRandom(ThreadLocalRandom.current().nextLong()));
        }
    }

    /** From 0, up to but not including 1. */
    synchronized double next() {
        return generator.nextDouble();
    }
}
