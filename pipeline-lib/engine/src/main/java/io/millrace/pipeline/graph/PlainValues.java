package io.millrace.pipeline.graph;

import java.util.Collection;
import java.util.Map;
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
}
