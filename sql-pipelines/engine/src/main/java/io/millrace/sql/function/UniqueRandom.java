package io.millrace.sql.function;

import io.millrace.sql.batch.LongVector;

/** Draws without repetition: a random permutation of a range by a four-round Feistel network, walked in a cycle. */
final class UniqueRandom {

    private final long min;
    private final long count;
    private final int halfBits;
    private final long[] keys = new long[4];
    private long next;

    private UniqueRandom(long min, long max, Random64 random) {
        this.min = min;
        this.count = max - min;
        this.halfBits = Math.max(1, (65 - Long.numberOfLeadingZeros(count - 1)) / 2);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = random.next();
        }
    }

    static Kernel kernel(Arguments arguments, KernelContext context) {
        long min = arguments.integer(0, 0);
        long max = arguments.integer(1, 0);
        if (max <= min || max - min < 0) {
            throw arguments.bad("max must be greater than min");
        }
        UniqueRandom unique = new UniqueRandom(min, max, new Random64(context.seed()));
        return (_, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = unique.draw();
            }
            return new LongVector(values);
        };
    }

    private long draw() {
        long value = next;
        next = next + 1 == count ? 0 : next + 1;
        do {
            value = permute(value);
        } while (value >= count || value < 0);
        return min + value;
    }

    private long permute(long value) {
        long mask = (1L << halfBits) - 1;
        long left = (value >>> halfBits) & mask;
        long right = value & mask;
        for (long key : keys) {
            long swap = left ^ (Random64.mix(right + key) & mask);
            left = right;
            right = swap;
        }
        return (left << halfBits) | right;
    }
}
