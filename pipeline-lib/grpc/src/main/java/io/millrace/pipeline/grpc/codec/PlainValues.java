package io.millrace.pipeline.grpc.codec;

import io.millrace.core.failure.PoisonException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What all codecs of plain values agree on. */
final class PlainValues {

    /** Deeper nesting is refused: it is an attack on the stack, or a value that contains itself. */
    static final int MAX_DEPTH = 500;

    private PlainValues() {}

    static void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new PoisonException("data is nested deeper than " + MAX_DEPTH + " levels, or contains itself");
        }
    }

    static String key(@Nullable Object key) {
        if (key instanceof String text) {
            return text(text);
        }
        throw new PoisonException("data has a map with a key that is not a text: " + shown(key));
    }

    /** Half of a surrogate pair has no form in UTF-8, and libraries differ in what they make of it. */
    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new PoisonException("data has a text with half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    /** A {@code Long} when it fits. */
    static Object integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    static PoisonException notPlain(Object value) {
        return new PoisonException("data has a " + value.getClass().getName()
                + ", which is not a plain value (map, list, text, number, truth value, bytes, null)");
    }

    private static String shown(@Nullable Object key) {
        return switch (key) {
            case null -> "null";
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> "a " + key.getClass().getSimpleName();
        };
    }
}
