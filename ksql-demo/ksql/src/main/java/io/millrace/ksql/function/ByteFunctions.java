package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.integer;
import static io.millrace.ksql.function.Library.text;

import io.millrace.ksql.expr.RowException;
import io.millrace.ksql.type.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions of bytes and of texts that stand for them. */
final class ByteFunctions {

    private static final List<String> ENCODINGS = List.of("hex", "utf8", "ascii", "base64");

    private ByteFunctions() {}

    static void declare(Library library) {
        library.add("FROM_BYTES(BYTES, STRING) STRING", a -> shown(bytes(a[0]), text(a[1])))
                .add("TO_BYTES(STRING, STRING) BYTES", a -> read(text(a[0]), text(a[1])))
                .add("ENCODE(STRING, STRING, STRING) STRING", a -> shown(read(text(a[0]), text(a[1])), text(a[2])))
                .add("LEN(BYTES) INTEGER", a -> bytes(a[0]).length())
                .add("SUBSTRING(BYTES, INTEGER) BYTES", a -> slice(bytes(a[0]), integer(a[1]), Integer.MAX_VALUE))
                .add("SUBSTRING(BYTES, INTEGER, INTEGER) BYTES", a -> slice(bytes(a[0]), integer(a[1]), integer(a[2])))
                .add(
                        "INT_FROM_BYTES(BYTES) INTEGER",
                        a -> buffer(a[0], "BIG_ENDIAN", 4).getInt())
                .add(
                        "INT_FROM_BYTES(BYTES, STRING) INTEGER",
                        a -> buffer(a[0], text(a[1]), 4).getInt())
                .add(
                        "BIGINT_FROM_BYTES(BYTES) BIGINT",
                        a -> buffer(a[0], "BIG_ENDIAN", 8).getLong())
                .add(
                        "BIGINT_FROM_BYTES(BYTES, STRING) BIGINT",
                        a -> buffer(a[0], text(a[1]), 8).getLong())
                .add(
                        "DOUBLE_FROM_BYTES(BYTES) DOUBLE",
                        a -> buffer(a[0], "BIG_ENDIAN", 8).getDouble())
                .add(
                        "DOUBLE_FROM_BYTES(BYTES, STRING) DOUBLE",
                        a -> buffer(a[0], text(a[1]), 8).getDouble());
    }

    private static Bytes bytes(@Nullable Object value) {
        return (Bytes) Library.notNull(value);
    }

    /** The bytes as text; those that an encoding does not know become its replacement. */
    private static String shown(Bytes bytes, String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "hex" -> HexFormat.of().withUpperCase().formatHex(bytes.array());
            case "utf8" -> bytes.text(StandardCharsets.UTF_8);
            case "ascii" -> bytes.text(StandardCharsets.US_ASCII);
            case "base64" -> Base64.getEncoder().encodeToString(bytes.array());
            default -> throw unknown(encoding);
        };
    }

    private static Bytes read(String text, String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "hex" -> Bytes.of(hex(text));
            case "utf8" -> Bytes.of(text.getBytes(StandardCharsets.UTF_8));
            case "ascii" -> Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
            case "base64" -> Bytes.of(Base64.getDecoder().decode(text));
            default -> throw unknown(encoding);
        };
    }

    /** {@code 4D1A}, {@code 0x4D1A} or {@code X'4D1A'}; of an odd number of digits the first byte has one. */
    private static byte[] hex(String text) {
        String digits = text;
        if (digits.startsWith("0x")) {
            digits = digits.substring(2);
        } else if ((digits.startsWith("X'") || digits.startsWith("x'")) && digits.endsWith("'")) {
            digits = digits.substring(2, digits.length() - 1);
        }
        return HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
    }

    private static RowException unknown(String encoding) {
        return new RowException("there is no encoding '" + encoding + "', only " + String.join(", ", ENCODINGS));
    }

    private static Bytes slice(Bytes bytes, int position, int length) {
        int start = TextFunctions.place(bytes.length(), position);
        int end = (int) Math.min(bytes.length(), Math.max(start, (long) start + length));
        return bytes.slice(start, end);
    }

    private static ByteBuffer buffer(@Nullable Object value, String order, int size) {
        byte[] array = bytes(value).array();
        if (array.length != size) {
            throw new RowException("needs " + size + " bytes, not " + array.length);
        }
        return switch (order.toUpperCase(Locale.ROOT)) {
            case "BIG_ENDIAN" -> ByteBuffer.wrap(array);
            case "LITTLE_ENDIAN" -> ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
            default -> throw new RowException("the order is BIG_ENDIAN or LITTLE_ENDIAN, not '" + order + "'");
        };
    }
}
