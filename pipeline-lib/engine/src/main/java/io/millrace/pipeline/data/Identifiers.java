package io.millrace.pipeline.data;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the identifiers: a prefix and a random UUID of version 4. They are names, not secrets. */
public final class Identifiers {

    private Identifiers() {}

    /** A new identifier, for example {@code DP-1757f0a2-...} for {@code DP-}. */
    public static String next(String prefix) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return text(prefix, random.nextLong(), random.nextLong());
    }

    /** The identifier of 128 random bits, of which six give way to version and variant. */
    public static String text(String prefix, long high, long low) {
        long version = (high & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long variant = (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return prefix + new UUID(version, variant);
    }
}
