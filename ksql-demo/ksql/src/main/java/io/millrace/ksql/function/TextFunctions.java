package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.integer;
import static io.millrace.ksql.function.Library.text;

import io.millrace.ksql.expr.RowException;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.ValueText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Functions of texts. */
final class TextFunctions {

    /** Longest text that padding can make. */
    private static final int MAX_LENGTH = 1 << 20;

    private TextFunctions() {}

    static void declare(Library library) {
        library.addNullable("CONCAT(STRING, STRING...) STRING", a -> concat("", a, 0))
                .addNullable("CONCAT(BYTES, BYTES...) BYTES", TextFunctions::concatBytes)
                .addTyped(
                        "CONCAT_WS(STRING, ANY...) STRING",
                        true,
                        (types, _) -> (a, _) -> a[0] == null ? null : joined(text(a[0]), a, types),
                        null)
                .add("UCASE(STRING) STRING", a -> text(a[0]).toUpperCase(Locale.ROOT))
                .add("LCASE(STRING) STRING", a -> text(a[0]).toLowerCase(Locale.ROOT))
                .add("INITCAP(STRING) STRING", a -> initials(text(a[0])))
                .add("TRIM(STRING) STRING", a -> text(a[0]).strip())
                .add("LEN(STRING) INTEGER", a -> text(a[0]).length())
                .add("REPLACE(STRING, STRING, STRING) STRING", a -> replace(text(a[0]), text(a[1]), text(a[2])))
                .add(
                        "REVERSE(STRING) STRING",
                        a -> new StringBuilder(text(a[0])).reverse().toString())
                .add("SUBSTRING(STRING, INTEGER) STRING", a -> substring(text(a[0]), integer(a[1]), Integer.MAX_VALUE))
                .add(
                        "SUBSTRING(STRING, INTEGER, INTEGER) STRING",
                        a -> substring(text(a[0]), integer(a[1]), integer(a[2])))
                .add("INSTR(STRING, STRING) INTEGER", a -> instr(text(a[0]), text(a[1]), 1, 1))
                .add("INSTR(STRING, STRING, INTEGER) INTEGER", a -> instr(text(a[0]), text(a[1]), integer(a[2]), 1))
                .add(
                        "INSTR(STRING, STRING, INTEGER, INTEGER) INTEGER",
                        a -> instr(text(a[0]), text(a[1]), integer(a[2]), integer(a[3])))
                .add("LPAD(STRING, INTEGER, STRING) STRING", a -> pad(text(a[0]), integer(a[1]), text(a[2]), true))
                .add("RPAD(STRING, INTEGER, STRING) STRING", a -> pad(text(a[0]), integer(a[1]), text(a[2]), false))
                .add("SPLIT(STRING, STRING) ARRAY<STRING>", a -> split(text(a[0]), text(a[1])))
                .add(
                        "SPLIT_TO_MAP(STRING, STRING, STRING) MAP<STRING, STRING>",
                        a -> splitToMap(text(a[0]), text(a[1]), text(a[2])))
                .add("CHR(INTEGER) STRING", a -> character(integer(a[0])))
                .add("CHR(STRING) STRING", a -> unescaped(text(a[0])))
                .addNullable("ELT(INTEGER, STRING...) STRING", a -> elt(a))
                .addNullable("FIELD(STRING, STRING...) INTEGER", TextFunctions::field)
                .addWithContext(
                        "UUID() STRING",
                        (_, row) -> uuid(row.random().nextLong(), row.random().nextLong()));
    }

    private static String concat(String separator, @Nullable Object[] arguments, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < arguments.length; i++) {
            if (arguments[i] != null) {
                text.append(i == from || text.isEmpty() ? "" : separator).append(text(arguments[i]));
            }
        }
        return text.toString();
    }

    private static String joined(String separator, @Nullable Object[] arguments, List<SqlType> types) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i] != null) {
                texts.add(ValueText.of(arguments[i], types.get(i)));
            }
        }
        return String.join(separator, texts);
    }

    private static Bytes concatBytes(@Nullable Object[] arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object argument : arguments) {
            if (argument instanceof Bytes bytes) {
                out.writeBytes(bytes.array());
            }
        }
        return Bytes.of(out.toByteArray());
    }

    private static String initials(String text) {
        StringBuilder result = new StringBuilder(text.toLowerCase(Locale.ROOT));
        boolean start = true;
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            if (start && Character.isLetterOrDigit(c)) {
                result.setCharAt(i, Character.toUpperCase(c));
            }
            start = Character.isWhitespace(c);
        }
        return result.toString();
    }

    private static String replace(String text, String old, String replacement) {
        return old.isEmpty() ? text : text.replace(old, replacement);
    }

    /** From 1, or from the end when negative; what lies outside is left out. */
    private static String substring(String text, int position, int length) {
        int start = place(text.length(), position);
        int end = (int) Math.min(text.length(), Math.max(start, (long) start + length));
        return text.substring(start, end);
    }

    /** Place from 0 of a position that counts from 1, or from the end when negative. */
    static int place(int length, int position) {
        if (position < 0) {
            return Math.max(0, length + position);
        }
        return position == 0 ? 0 : Math.min(length, position - 1);
    }

    /** Place of the n-th occurrence, from 1; 0 when there is none. A negative start searches backwards. */
    private static int instr(String text, String part, int start, int occurrence) {
        if (start == 0 || occurrence < 1) {
            throw new RowException("INSTR counts from 1, or from the end when negative");
        }
        int at = start > 0 ? start - 1 : text.length() + start;
        int found = -1;
        for (int i = 0; i < occurrence; i++) {
            found = start > 0 ? text.indexOf(part, at) : text.lastIndexOf(part, at);
            if (found < 0) {
                return 0;
            }
            at = start > 0 ? found + 1 : found - 1;
        }
        return found + 1;
    }

    private static @Nullable String pad(String text, int length, String padding, boolean left) {
        if (length < 0 || padding.isEmpty()) {
            return null;
        }
        if (length > MAX_LENGTH) {
            throw new RowException("cannot pad to " + length + " characters: at most " + MAX_LENGTH);
        }
        if (text.length() >= length) {
            return text.substring(0, length);
        }
        int missing = length - text.length();
        String filled = padding.repeat(missing / padding.length() + 1).substring(0, missing);
        return left ? filled + text : text + filled;
    }

    /** An empty delimiter takes the text apart into its characters; empty pieces stay. */
    private static List<String> split(String text, String delimiter) {
        List<String> pieces = new ArrayList<>();
        if (delimiter.isEmpty()) {
            text.codePoints().forEach(c -> pieces.add(Character.toString(c)));
            return pieces;
        }
        int start = 0;
        int end;
        while ((end = text.indexOf(delimiter, start)) >= 0) {
            pieces.add(text.substring(start, end));
            start = end + delimiter.length();
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    private static @Nullable Map<String, String> splitToMap(String text, String entries, String keyValue) {
        if (entries.isEmpty() || keyValue.isEmpty() || entries.equals(keyValue)) {
            return null;
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (String entry : split(text, entries)) {
            int at = entry.indexOf(keyValue);
            if (at > 0) {
                map.put(entry.substring(0, at), entry.substring(at + keyValue.length()));
            }
        }
        return map;
    }

    private static @Nullable String character(int code) {
        return Character.isValidCodePoint(code) ? Character.toString(code) : null;
    }

    /** {@code \u00e4} as its character. */
    private static @Nullable String unescaped(String text) {
        if (!text.startsWith("\\u") || text.length() % 6 != 0) {
            return null;
        }
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i += 6) {
            try {
                result.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return result.toString();
    }

    private static @Nullable Object elt(@Nullable Object[] arguments) {
        Object index = arguments[0];
        if (!(index instanceof Integer n) || n < 1 || n >= arguments.length) {
            return null;
        }
        return arguments[n];
    }

    private static int field(@Nullable Object[] arguments) {
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[0] != null && arguments[0].equals(arguments[i])) {
                return i;
            }
        }
        return 0;
    }

    /** A random UUID of version 4. */
    private static String uuid(long high, long low) {
        return new UUID((high & ~0xf000L) | 0x4000L, (low & 0x3fffffffffffffffL) | 0x8000000000000000L).toString();
    }
}
