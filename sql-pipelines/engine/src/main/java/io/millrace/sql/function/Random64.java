package io.millrace.sql.function;

/**
 * A counter-based generator of 64 random bits (splitmix64, Steele, Lea and Flood 2014): one addition and one mix per
 * number, so a loop over a batch has no dependency from row to row but the counter. Not for secrets. Used by one
 * thread.
 */
public final class Random64 {

    static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private long state;

    public Random64(long seed) {
        this.state = mix(seed);
    }

    /** 64 uniform bits. */
    public long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** A number from 0 to before {@code bound}, which is positive; bias below 2^-32 for bounds up to 2^31. */
    public long below(long bound) {
        return Math.unsignedMultiplyHigh(next(), bound);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (next() >>> 11) * DOUBLE_UNIT;
    }

    /** A sample of the standard normal distribution (Box and Muller 1958). */
    public double nextGaussian() {
        double radius = Math.sqrt(-2 * Math.log(1 - nextDouble()));
        return radius * Math.cos(2 * Math.PI * nextDouble());
    }

    /** Fills with 64-bit numbers, of which only the bits of the mask are kept. */
    void fill(long[] target, int size, long mask) {
        long counter = state;
        for (int i = 0; i < size; i++) {
            counter += GOLDEN;
            target[i] = mix(counter) & mask;
        }
        state = counter;
    }

    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
