package io.millrace.mq.function;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Hashes of choices that are the same in every process, for ever. */
public final class StableHash {

    private static final long PRIME = (1L << 61) - 1;
    private static final BigInteger MODULUS = BigInteger.valueOf(PRIME);

    private StableHash() {}

    /** Python's hash of an integer: reduced modulo 2^61-1 with its sign kept, and -2 in place of -1. */
    public static long of(long number) {
        long hash = number % PRIME;
        return hash == -1 ? -2 : hash;
    }

    /** Python's hash of an integer: reduced modulo 2^61-1 with its sign kept, and -2 in place of -1. */
    public static long of(BigInteger number) {
        long hash = number.remainder(MODULUS).longValue();
        return hash == -1 ? -2 : hash;
    }

    /**
     * FNV-1a of 64 bits over the UTF-8 bytes, of which the lower 61 bits count: never negative. The reference uses
     * Python's hash of texts, which differs from process to process.
     */
    public static long of(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash & PRIME;
    }

    /** The output that a hash selects. */
    public static int output(long hash, int outputs) {
        return (int) Math.floorMod(hash, (long) outputs);
    }
}
