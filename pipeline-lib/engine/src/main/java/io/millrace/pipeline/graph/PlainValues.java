package io.millrace.pipeline.graph;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plain values: maps of text keys, lists, texts, numbers, truth values, bytes and null. */
public final class PlainValues {

    private static final int REFERENCE = 8;
    private static final int HEADER = 16;

    private PlainValues() {}

    /** Roughly how many bytes of memory a value takes. */
    public static long bytes(@Nullable Object value) {
        return switch (value) {
            case null -> REFERENCE;
            case String text -> HEADER + 2L * text.length();
            case byte[] bytes -> HEADER + (long) bytes.length;
            case Map<?, ?> map -> {
                long sum = HEADER;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    sum += bytes(entry.getKey()) + bytes(entry.getValue());
                }
                yield sum;
            }
            case Collection<?> list -> {
                long sum = HEADER;
                for (Object each : list) {
                    sum += bytes(each);
                }
                yield sum;
            }
            default -> HEADER + REFERENCE;
        };
    }

    /**
     * What stands at a path.
     *
     * @param path keys of nested maps with dots between them; places of lists are numbers from 0:
     *     {@code orders.0.price}
     * @return empty when there is nothing, or null
     */
    public static Optional<Object> find(@Nullable Object data, String path) {
        Object at = data;
        for (String key : path.split("\\.", -1)) {
            at = switch (at) {
                case Map<?, ?> map -> map.get(key);
                case List<?> list ->
                    key.matches("\\d{1,9}") && Integer.parseInt(key) < list.size()
                            ? list.get(Integer.parseInt(key))
                            : null;
                case null, default -> null;
            };
        }
        return Optional.ofNullable(at);
    }

    /** The map with a value at a path; maps on the way are made, what is no map there is replaced. */
    public static Map<String, @Nullable Object> with(@Nullable Object data, String path, @Nullable Object value) {
        int dot = path.indexOf('.');
        String key = dot < 0 ? path : path.substring(0, dot);
        Map<String, @Nullable Object> copy = copy(data);
        copy.put(key, dot < 0 ? value : with(copy.get(key), path.substring(dot + 1), value));
        return Collections.unmodifiableMap(copy);
    }

    /** The map without what stands at a path; the same when there is nothing. */
    public static Map<String, @Nullable Object> without(@Nullable Object data, String path) {
        int dot = path.indexOf('.');
        String key = dot < 0 ? path : path.substring(0, dot);
        Map<String, @Nullable Object> copy = copy(data);
        if (dot < 0) {
            copy.remove(key);
        } else if (copy.get(key) instanceof Map<?, ?> inner) {
            copy.put(key, without(inner, path.substring(dot + 1)));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static Map<String, @Nullable Object> copy(@Nullable Object data) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (data instanceof Map<?, ?> map) {
            map.forEach((name, each) -> copy.put(String.valueOf(name), each));
        }
        return copy;
    }

    /** Whether it stands for true: true, a number other than 0, a text, list or map that is not empty. */
    public static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Number number -> number.doubleValue() != 0;
            case CharSequence text -> !text.isEmpty();
            case Collection<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case byte[] bytes -> bytes.length > 0;
            default -> true;
        };
    }

    /** Equal for equal numbers of any kind. */
    static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case Double number when number.isNaN() || number.isInfinite() -> number;
            case Double number -> new BigDecimal(number).stripTrailingZeros();
            case Long number -> new BigDecimal(number).stripTrailingZeros();
            case Integer number -> new BigDecimal(number).stripTrailingZeros();
            case BigInteger number -> new BigDecimal(number).stripTrailingZeros();
            case null, default -> value;
        };
    }
}
