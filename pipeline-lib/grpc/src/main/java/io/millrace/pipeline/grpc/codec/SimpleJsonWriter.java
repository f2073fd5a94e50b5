package io.millrace.pipeline.grpc.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values of ASCII text without anything to escape, whole numbers and truth values, as the generator of all
 * of JSON writes them, without what that costs to set up. Gives null for anything else.
 */
final class SimpleJsonWriter {

    private static final int MAX_DEPTH = 32;

    private byte[] bytes = new byte[128];
    private int size;

    private SimpleJsonWriter() {}

    static byte @Nullable [] write(@Nullable Object value) {
        SimpleJsonWriter out = new SimpleJsonWriter();
        return out.value(value, 0) ? Arrays.copyOf(out.bytes, out.size) : null;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    private void mark(char unit) {
        room(1);
        bytes[size++] = (byte) unit;
    }

    private boolean word(String word) {
        byte[] encoded = word.getBytes(StandardCharsets.ISO_8859_1);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return true;
    }

    /** False when it is unusual. */
    private boolean value(@Nullable Object value, int depth) {
        return switch (value) {
            case null -> word("null");
            case String text -> text(text);
            case Boolean truth -> word(truth ? "true" : "false");
            case Long _, Integer _, Short _, Byte _ -> word(Long.toString(((Number) value).longValue()));
            case List<?> list -> depth < MAX_DEPTH && list(list, depth);
            case Map<?, ?> map -> depth < MAX_DEPTH && map(map, depth);
            default -> false;
        };
    }

    private boolean text(String text) {
        int length = text.length();
        room(length + 2);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (unit < ' ' || unit > '~' || unit == '"' || unit == '\\') {
                return false;
            }
            bytes[size++] = (byte) unit;
        }
        bytes[size++] = '"';
        return true;
    }

    private boolean list(List<?> list, int depth) {
        char before = '[';
        for (Object element : list) {
            mark(before);
            before = ',';
            if (!value(element, depth + 1)) {
                return false;
            }
        }
        if (before == '[') {
            mark('[');
        }
        mark(']');
        return true;
    }

    private boolean map(Map<?, ?> map, int depth) {
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            mark(before);
            before = ',';
            if (!(entry.getKey() instanceof String key) || !text(key)) {
                return false;
            }
            mark(':');
            if (!value(entry.getValue(), depth + 1)) {
                return false;
            }
        }
        if (before == '{') {
            mark('{');
        }
        mark('}');
        return true;
    }
}
