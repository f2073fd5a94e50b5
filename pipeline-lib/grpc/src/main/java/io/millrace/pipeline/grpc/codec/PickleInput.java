package io.millrace.pipeline.grpc.codec;

import io.millrace.core.failure.PoisonException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The arguments of a pickle's instructions. Nothing is allocated that the bytes do not hold. */
final class PickleInput {

    /** Converting digits costs the square of their number. */
    private static final int MAX_DIGITS = 10_000;

    private final ByteBuffer in;

    PickleInput(ByteBuffer in) {
        this.in = in;
    }

    static PoisonException garbage(String why) {
        return new PoisonException("data is not pickle: " + why);
    }

    static PoisonException executable(String why) {
        return new PoisonException("data is a pickle that is refused, " + why + ": only plain values are read");
    }

    byte[] take(long length) {
        if (length < 0 || length > in.remaining()) {
            throw garbage("a length of " + length + " with " + in.remaining() + " bytes left");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    String text(long length) {
        byte[] bytes = take(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PoisonException("data is a pickle with a text that is not UTF-8", e);
        }
    }

    /** A line without its end, each byte a character. */
    String line() {
        int start = in.position();
        int length = 0;
        while (in.get() != '\n') {
            length++;
        }
        return new String(in.array(), in.arrayOffset() + start, length, StandardCharsets.ISO_8859_1);
    }

    int index() {
        return (int) whole(line());
    }

    private static long whole(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new PoisonException("data is not pickle: '" + shortened(digits) + "' is not a place", e);
        }
    }

    /** {@code 12}, {@code 12L}, or one of the truth values {@code 00} and {@code 01}. */
    static Object number(String line) {
        if (line.equals("00") || line.equals("01")) {
            return line.equals("01");
        }
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        try {
            if (digits.length() > MAX_DIGITS) {
                throw garbage("a number of " + digits.length() + " digits");
            }
            return PlainValues.integer(new BigInteger(digits));
        } catch (NumberFormatException e) {
            throw new PoisonException("data is not pickle: '" + shortened(line) + "' is not a number", e);
        }
    }

    static Double floating(String line) {
        return switch (line) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> {
                try {
                    yield Double.valueOf(line);
                } catch (NumberFormatException e) {
                    throw new PoisonException("data is not pickle: '" + shortened(line) + "' is not a number", e);
                }
            }
        };
    }

    /** Python's {@code raw-unicode-escape}: Latin-1 with {@code \}{@code uXXXX} and {@code \}{@code UXXXXXXXX}. */
    static String rawUnicodeEscape(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); ) {
            char kind = line.charAt(i) == '\\' && i + 1 < line.length() ? line.charAt(i + 1) : ' ';
            int digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
            if (digits == 0) {
                text.append(line.charAt(i++));
            } else {
                text.appendCodePoint(codePoint(line, i + 2, digits));
                i += 2 + digits;
            }
        }
        return text.toString();
    }

    private static int codePoint(String line, int from, int digits) {
        try {
            int value = Integer.parseInt(line, from, from + digits, 16);
            if (Character.isValidCodePoint(value)) {
                return value;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException _) {
            // told below
        }
        throw garbage("an escape that is not a character");
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
