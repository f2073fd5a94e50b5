package io.millrace.mq.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Texts as the Python prototype writes them: floats by {@code repr}, strings by {@code json.dumps}. */
public final class PythonText {

    private static final double MICROS = 1e6;
    private static final double MAX_MICROS = 0x1p33;

    private PythonText() {}

    /**
     * A float as Python's {@code repr} prints it: {@code 1337900.0}, {@code 1e-05}, {@code 1e+16}, {@code nan},
     * {@code inf}.
     */
    public static String number(double value) {
        if (isMicros(value)) {
            StringBuilder text = new StringBuilder(20);
            micros(value, text);
            return text.toString();
        }
        return anyNumber(value);
    }

    /**
     * Whether at most six decimals make the number, which are then the shortest: below 2^33 doubles lie closer to each
     * other than a millionth, so no other number of six decimals reads as this one.
     */
    private static boolean isMicros(double value) {
        return value >= 1e-3 && value < MAX_MICROS && Math.rint(value * MICROS) / MICROS == value;
    }

    private static void micros(double value, StringBuilder text) {
        long micros = (long) Math.rint(value * MICROS);
        text.append(micros / 1_000_000).append('.');
        long rest = micros % 1_000_000;
        long unit = 100_000;
        do {
            text.append((char) ('0' + rest / unit));
            rest %= unit;
            unit /= 10;
        } while (rest > 0);
    }

    static String anyNumber(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = shortest(Math.abs(value));
        String digits = exact.unscaledValue().toString();
        int exponent = digits.length() - exact.scale() - 1;
        String sign = value < 0 ? "-" : "";
        if (exponent < -4 || exponent >= 16) {
            return sign + scientific(digits, exponent);
        }
        String plain = exact.toPlainString();
        return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }

    /** The shortest digits; Java's have at least two, which is one too many for some tiny numbers. */
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
        return digits.precision() == 2 && one.doubleValue() == value ? one.stripTrailingZeros() : digits;
    }

    private static String scientific(String digits, int exponent) {
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int size = Math.abs(exponent);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
    }

    /** A float in JSON as {@code json.dumps} writes it; as {@link #number}, but {@code NaN} and {@code Infinity}. */
    public static String jsonNumber(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        return number(value);
    }

    /** Appends {@link #number}. */
    public static void number(double value, StringBuilder to) {
        if (isMicros(value)) {
            micros(value, to);
        } else {
            to.append(anyNumber(value));
        }
    }

    /** Appends {@link #jsonNumber}. */
    public static void jsonNumber(double value, StringBuilder to) {
        if (isMicros(value)) {
            micros(value, to);
        } else {
            to.append(jsonNumber(value));
        }
    }

    /**
     * A string in JSON as {@code json.dumps} writes it: quoted, ASCII only, an a-umlaut is a backslash and
     * {@code u00e4}.
     */
    public static String jsonText(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        jsonPart(text, json);
        return json.append('"').toString();
    }

    /** Appends {@link #jsonText} without the quotes around it. */
    public static void jsonPart(String text, StringBuilder json) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        json.append("\\u%04x".formatted((int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
    }
}
