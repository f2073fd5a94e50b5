package io.millrace.pipeline.text;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.pipeline.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values as the reference writes them: every leaf is a text, in the spelling of Python. */
final class Leaves {

    static final int MAX_CHARACTERS = 1024;
    private static final int MAX_DEPTH = 100;
    private static final String CUT = "...";

    private Leaves() {}

    /** Maps as objects, lists as arrays, all else as texts. */
    static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        write(json, value, 0);
    }

    private static void write(JsonGenerator json, @Nullable Object value, int depth) throws IOException {
        switch (value) {
            case Map<?, ?> _, Collection<?> _ when depth >= MAX_DEPTH -> json.writeString(CUT);
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(text(entry.getKey()));
                    write(json, entry.getValue(), depth + 1);
                }
                json.writeEndObject();
            }
            case Collection<?> list -> {
                json.writeStartArray();
                for (Object each : list) {
                    write(json, each, depth + 1);
                }
                json.writeEndArray();
            }
            case null, default -> json.writeString(text(value));
        }
    }

    /** A leaf, cut when it is long. */
    static String text(@Nullable Object value) {
        return cut(
                switch (value) {
                    case null -> "None";
                    case Optional<?> optional -> text(optional.orElse(null));
                    case Boolean flag -> flag ? "True" : "False";
                    case Double number -> number(number);
                    case Float number -> number(Double.parseDouble(number.toString()));
                    case Status status -> "Status." + status.name();
                    case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
                    default -> String.valueOf(value);
                });
    }

    private static String cut(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        // never half a character
        int end = Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        return text.substring(0, end) + CUT;
    }

    /** {@code 0.0}, {@code 1724423573.43}, {@code 1e-05}, {@code 1e+16}, {@code inf}, {@code nan}. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(value);
        if (size == 0 || (size >= 1e-4 && size < 1e16)) {
            String plain =
                    new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
            String sign = size == 0 && 1 / value < 0 ? "-" : "";
            return sign + (plain.contains(".") ? plain : plain + ".0");
        }
        String[] parts = Double.toString(value).split("E", -1);
        String digits = parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
        int exponent = Integer.parseInt(parts[1]);
        return digits + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
