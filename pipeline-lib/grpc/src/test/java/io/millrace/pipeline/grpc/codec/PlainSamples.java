package io.millrace.pipeline.grpc.codec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random plain values. */
public final class PlainSamples {

    private static final String[] TEXTS = {
        "", "a", "key", "\u0000\n\"\\", "Zürich", "日本", "\ud83d\ude80", "x".repeat(300)
    };
    private static final double[] NUMBERS = {0.0, -0.0, 1.5, -1e300, Double.MIN_VALUE, Double.MAX_VALUE, 0.1};
    private static final double[] STRANGE = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    private PlainSamples() {}

    /** A value at random; {@code everything} includes bytes, NaN and infinities. */
    public static @Nullable Object value(Random random, int depth, boolean everything) {
        int kinds = depth > 3 ? 6 : 8;
        return switch (random.nextInt(everything ? kinds + 2 : kinds)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> TEXTS[random.nextInt(TEXTS.length)];
            case 3 -> random.nextLong() >> random.nextInt(64);
            case 4 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 5 -> BigInteger.ONE.shiftLeft(64 + random.nextInt(3000)).multiply(BigInteger.valueOf(sign(random)));
            case 6 -> depth > 3 ? bytes(random) : list(random, depth, everything);
            case 7 -> depth > 3 ? STRANGE[random.nextInt(3)] : map(random, depth, everything);
            case 8 -> bytes(random);
            default -> STRANGE[random.nextInt(3)];
        };
    }

    /** A value as text that is equal when the values are, types included. */
    public static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> "bytes" + Arrays.toString(bytes);
            case List<?> list -> list.stream().map(PlainSamples::shown).toList().toString();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> shown(entry.getKey()) + "=" + shown(entry.getValue()))
                        .sorted()
                        .toList()
                        .toString();
            default -> value.getClass().getSimpleName() + ":" + value;
        };
    }

    private static int sign(Random random) {
        return random.nextBoolean() ? 1 : -1;
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 1000 : 10)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<@Nullable Object> list(Random random, int depth, boolean everything) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(value(random, depth + 1, everything));
        }
        return list;
    }

    private static Map<String, @Nullable Object> map(Random random, int depth, boolean everything) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            map.put(TEXTS[random.nextInt(TEXTS.length)] + i, value(random, depth + 1, everything));
        }
        return map;
    }
}
