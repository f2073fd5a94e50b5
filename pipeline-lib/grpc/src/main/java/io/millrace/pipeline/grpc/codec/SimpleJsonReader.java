package io.millrace.pipeline.grpc.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that most packages carry: text of ASCII without escapes, usual numbers, a few levels. A parser of all
 * of JSON costs more to set up than such a value to read. Gives {@link #UNUSUAL} for anything else, right or wrong:
 * that is for the parser of all of it, which also has the words for what is wrong.
 */
final class SimpleJsonReader {

    /** Not read: another reader has to. */
    static final Object UNUSUAL = new Object();

    private static final int MAX_DEPTH = 32;
    /** So many digits fit a {@code long} whatever they are. */
    private static final int MAX_DIGITS = 18;

    private static final int MAX_NUMBER = 40;

    private final byte[] bytes;
    private int at;

    private SimpleJsonReader(byte[] bytes) {
        this.bytes = bytes;
    }

    static @Nullable Object read(byte[] bytes) {
        SimpleJsonReader in = new SimpleJsonReader(bytes);
        Object value = in.value(0);
        return in.next() < 0 ? value : UNUSUAL;
    }

    /** Whether it was not read. */
    @SuppressWarnings("ReferenceEquality") // a mark, equal to nothing else
    static boolean unusual(@Nullable Object value) {
        return value == UNUSUAL;
    }

    /** The next byte that is no white space, which stays; -1 at the end. */
    private int next() {
        while (at < bytes.length) {
            byte now = bytes[at];
            if (now != ' ' && now != '\n' && now != '\r' && now != '\t') {
                return now & 0xff;
            }
            at++;
        }
        return -1;
    }

    private @Nullable Object value(int depth) {
        int first = next();
        return switch (first) {
            case '"' -> text();
            case '{' -> depth < MAX_DEPTH ? map(depth) : UNUSUAL;
            case '[' -> depth < MAX_DEPTH ? list(depth) : UNUSUAL;
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> first == '-' || digit(first) ? number() : UNUSUAL;
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= bytes.length || bytes[at + i] != word.charAt(i)) {
                return UNUSUAL;
            }
        }
        at += word.length();
        return ends() ? value : UNUSUAL;
    }

    /** Whether a word or number is over. */
    private boolean ends() {
        int after = next();
        return after < 0 || after == ',' || after == '}' || after == ']';
    }

    private Object text() {
        int start = at + 1;
        for (int i = start; i < bytes.length; i++) {
            byte now = bytes[i];
            if (now == '"') {
                at = i + 1;
                return new String(bytes, start, i - start, StandardCharsets.ISO_8859_1);
            }
            if (now < ' ' || now == '\\') {
                return UNUSUAL;
            }
        }
        return UNUSUAL;
    }

    private static boolean digit(int unit) {
        return unit >= '0' && unit <= '9';
    }

    private int digits() {
        int start = at;
        while (at < bytes.length && digit(bytes[at])) {
            at++;
        }
        return at - start;
    }

    private Object number() {
        int start = at;
        if (bytes[at] == '-') {
            at++;
        }
        int first = at;
        int whole = digits();
        if (whole == 0 || whole > MAX_DIGITS || (whole > 1 && bytes[first] == '0')) {
            return UNUSUAL;
        }
        int end = at;
        boolean fraction = at < bytes.length && bytes[at] == '.';
        if (fraction) {
            at++;
            if (digits() == 0 || at - start > MAX_NUMBER) {
                return UNUSUAL;
            }
            end = at;
        }
        if (!ends()) {
            return UNUSUAL;
        }
        String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        return fraction ? (Object) Double.parseDouble(text) : (Object) Long.parseLong(text);
    }

    private Object list(int depth) {
        at++;
        List<@Nullable Object> list = new ArrayList<>();
        if (next() == ']') {
            at++;
            return Collections.unmodifiableList(list);
        }
        while (true) {
            Object value = value(depth + 1);
            if (unusual(value)) {
                return UNUSUAL;
            }
            list.add(value);
            int after = next();
            at++;
            if (after == ']') {
                return Collections.unmodifiableList(list);
            }
            if (after != ',') {
                return UNUSUAL;
            }
        }
    }

    private Object map(int depth) {
        at++;
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (next() == '}') {
            at++;
            return Collections.unmodifiableMap(map);
        }
        while (true) {
            if (!entry(map, depth)) {
                return UNUSUAL;
            }
            int after = next();
            at++;
            if (after == '}') {
                return Collections.unmodifiableMap(map);
            }
            if (after != ',') {
                return UNUSUAL;
            }
        }
    }

    /** Reads one; false when it is unusual, which a key that was there before is. */
    private boolean entry(Map<String, @Nullable Object> map, int depth) {
        if (next() != '"' || !(text() instanceof String key) || next() != ':') {
            return false;
        }
        at++;
        Object value = value(depth + 1);
        if (unusual(value)) {
            return false;
        }
        int before = map.size();
        map.put(key, value);
        return map.size() > before;
    }
}
