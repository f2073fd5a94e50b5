package io.millrace.connector.duckdb;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads numbers from text. What feeds send is short and plain, and takes a short way. */
final class Numbers {

    /** Powers of ten that a double holds exactly. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };

    private static final long[] LONG_POWERS = new long[19];

    /** Up to here a double holds every whole number. */
    private static final long EXACT = 1L << 53;

    private static final int SHORT = 18;
    private static final int MAX_LENGTH = 100;
    private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    static {
        long power = 1;
        for (int i = 0; i < LONG_POWERS.length; i++) {
            LONG_POWERS[i] = power;
            power *= 10;
        }
    }

    private Numbers() {}

    /**
     * The nearest double, as {@link Double#parseDouble} gives it.
     *
     * @throws NumberFormatException when it is no number, or none that a double can hold
     */
    static double toDouble(String text) {
        long digits = 0;
        int length = text.length();
        int point = -1;
        int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length > SHORT || length == start) {
            return longDouble(text);
        }
        for (int i = start; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
            } else if (c == '.' && point < 0 && i > start && i < length - 1) {
                point = i;
            } else {
                return longDouble(text);
            }
        }
        if (digits > EXACT) {
            return longDouble(text);
        }
        // both are exact, so the quotient is rounded once
        double value = point < 0 ? digits : digits / POWERS[length - 1 - point];
        return start == 0 ? value : -value;
    }

    private static double longDouble(String text) {
        double value = Double.parseDouble(plain(text));
        if (Double.isInfinite(value)) {
            throw new NumberFormatException("too large");
        }
        return value;
    }

    /** The text, when it is made of the characters of a number: Java reads more, for example 0x1p3 and 1f. */
    private static String plain(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new NumberFormatException("too long");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                throw new NumberFormatException("no number");
            }
        }
        return text;
    }

    /**
     * A decimal without its point.
     *
     * @param precision digits it may have, at most 18
     * @throws ArithmeticException when it has more digits, before the point or behind it
     */
    static long toUnscaled(String text, int precision, int scale) {
        long digits = 0;
        int length = text.length();
        int point = -1;
        int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length > SHORT || length == start) {
            return toUnscaled(decimal(text), precision, scale);
        }
        for (int i = start; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
            } else if (c == '.' && point < 0 && i > start && i < length - 1) {
                point = i;
            } else {
                return toUnscaled(decimal(text), precision, scale);
            }
        }
        int more = scale - (point < 0 ? 0 : length - 1 - point);
        if (more < 0 || digits >= LONG_POWERS[precision] / LONG_POWERS[Math.min(more, precision)]) {
            return toUnscaled(decimal(text), precision, scale);
        }
        long value = digits * LONG_POWERS[more];
        return start == 0 ? value : -value;
    }

    static long toUnscaled(BigDecimal value, int precision, int scale) {
        return fitted(value, precision, scale).unscaledValue().longValueExact();
    }

    /** The same value with that many digits behind the point. */
    static BigDecimal fitted(BigDecimal value, int precision, int scale) {
        // a huge exponent is a huge number of digits
        if (value.signum() != 0 && (long) value.precision() - value.scale() > precision - scale) {
            throw new ArithmeticException("too many digits before the point");
        }
        if (value.scale() > MAX_LENGTH) {
            throw new ArithmeticException("too many digits behind the point");
        }
        return value.signum() == 0 ? BigDecimal.ZERO.setScale(scale) : value.setScale(scale);
    }

    static BigDecimal decimal(String text) {
        return new BigDecimal(plain(text));
    }

    /**
     * A whole number.
     *
     * @throws ArithmeticException when it has a fraction, or does not fit
     */
    static long toLong(BigDecimal value, boolean unsigned) {
        BigInteger whole = fitted(value, 20, 0).unscaledValue();
        if (!unsigned) {
            return whole.longValueExact();
        }
        if (whole.signum() < 0 || whole.compareTo(MAX_UNSIGNED) > 0) {
            throw new ArithmeticException("does not fit");
        }
        return whole.longValue();
    }
}
