package io.millrace.core.flow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chunks of rows such as {@code a=17}, whose key is what stands before the equals sign. */
final class TestRows {

    private TestRows() {}

    static Chunk chunk(String... rows) {
        String[] texts = rows.clone();
        return encode(texts, row -> texts[row].substring(0, texts[row].indexOf('=')));
    }

    static Chunk unkeyed(String... rows) {
        return encode(rows, null);
    }

    private static Chunk encode(String[] rows, @Nullable RowKeys keys) {
        int[] ends = new int[rows.length];
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.length; row++) {
            text.append(rows[row]).append('\n');
            ends[row] = text.length();
        }
        return new Chunk(text.toString().getBytes(StandardCharsets.UTF_8), ends, rows.length, keys);
    }

    static List<String> rows(Chunk chunk) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < chunk.rows(); row++) {
            int start = chunk.rowStart(row);
            rows.add(new String(chunk.bytes(), start, chunk.rowEnd(row) - start - 1, StandardCharsets.UTF_8));
        }
        return rows;
    }

    /** All that can be taken now, in short: rows as they are, {@code gap 3}, {@code end Completed}. */
    static List<String> drain(Subscription reader) {
        List<String> seen = new ArrayList<>();
        while (true) {
            switch (reader.take()) {
                case Delivery.Rows rows -> seen.addAll(rows(rows.chunk()));
                case Delivery.Gap gap -> seen.add("gap " + gap.rows());
                case Delivery.Interruption interruption -> seen.add("interruption " + interruption.reason());
                case Delivery.Empty _ -> {
                    return seen;
                }
                case Delivery.End end -> {
                    seen.add("end " + end.reason().getClass().getSimpleName());
                    return seen;
                }
            }
        }
    }
}
