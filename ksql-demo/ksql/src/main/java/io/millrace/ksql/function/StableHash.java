package io.millrace.ksql.function;

import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.ValueText;
import java.nio.charset.StandardCharsets;

/** 64 bits of a value that are the same in every process, as they are kept in state. */
final class StableHash {

    private static final long PRIME = 0x100000001b3L;
    private static final long BASIS = 0xcbf29ce484222325L;

    private StableHash() {}

    static long of(Object value, SqlType type) {
        if (value instanceof Integer || value instanceof Long) {
            return mix(((Number) value).longValue() * 0x9e3779b97f4a7c15L);
        }
        byte[] text = ValueText.of(value, type).getBytes(StandardCharsets.UTF_8);
        long hash = BASIS;
        for (byte b : text) {
            hash = (hash ^ (b & 0xff)) * PRIME;
        }
        return mix(hash);
    }

    /** Spreads every bit over all others. */
    private static long mix(long hash) {
        long h = hash;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
