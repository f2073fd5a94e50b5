package io.millrace.connector.clickhouse;

import io.millrace.connector.clickhouse.ColumnEncoder.Misfit;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as JSON has them, and as exchanges do, within strings. */
final class Numbers {

    /** Powers of ten that a double holds exactly. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long[] LONG_POWERS = new long[19];

    static {
        long power = 1;
        for (int i = 0; i < LONG_POWERS.length; i++) {
            LONG_POWERS[i] = power;
            power *= 10;
        }
    }

    private static final long EXACT_IN_DOUBLE = 1L << 53;
    private static final int MAX_DIGITS = 18;
    private static final int NO_POINT = -1;

    /** Longer ones are no numbers, and reading them would take long. */
    private static final int MAX_LENGTH = 200;

    /** What {@link #plain} gives for text that is not short and plain. */
    private static final long NOT_PLAIN = Long.MIN_VALUE;

    private Numbers() {}

    /**
     * Digits with at most one point and a sign, without the point: {@code -12.50} is -1250; {@link #NOT_PLAIN} for more
     * than 18 digits and all else.
     */
    private static long plain(String text) {
        int length = text.length();
        int i = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        int from = i;
        boolean point = false;
        long value = 0;
        for (; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
            } else if (digit == '.' - '0' && !point && i > from && i < length - 1) {
                point = true;
            } else {
                return NOT_PLAIN;
            }
        }
        int digits = length - from - (point ? 1 : 0);
        if (digits == 0 || digits > MAX_DIGITS) {
            return NOT_PLAIN;
        }
        return from == 1 ? -value : value;
    }

    private static int places(String text) {
        int point = text.indexOf('.');
        return point < 0 ? 0 : text.length() - point - 1;
    }

    /** The nearest double: of up to 15 digits by one division of two exact numbers, which rounds once. */
    static double toDouble(Object value) {
        if (value instanceof String text) {
            double quick = plainDouble(text);
            return Double.isNaN(quick) ? finite(decimal(text).doubleValue()) : quick;
        }
        return switch (value) {
            case Long number -> number;
            case BigDecimal number -> finite(number.doubleValue());
            case BigInteger number -> finite(number.doubleValue());
            default -> throw new Misfit("a number");
        };
    }

    /** As {@link #plain}, in one go; NaN for what needs the long way. */
    private static double plainDouble(String text) {
        int length = text.length();
        int from = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        if (length - from > MAX_DIGITS + 1) {
            return Double.NaN;
        }
        int point = NO_POINT;
        long digits = 0;
        for (int i = from; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
            } else if (digit == '.' - '0' && point == NO_POINT && i > from && i < length - 1) {
                point = i;
            } else {
                return Double.NaN;
            }
        }
        // 19 digits may be more than a long holds, and 0 has a sign
        if (digits <= 0 || digits > EXACT_IN_DOUBLE || (point == NO_POINT && length - from > MAX_DIGITS)) {
            return Double.NaN;
        }
        double value = point == NO_POINT ? digits : digits / POWERS[length - point - 1];
        return from == 1 ? -value : value;
    }

    private static double finite(double value) {
        if (Double.isInfinite(value)) {
            throw new Misfit("a number below 1.8e308");
        }
        return value;
    }

    /**
     * A whole number.
     *
     * @param min smallest; for unsigned 64 bits, {@code unsigned} is set and the result is the two's complement
     */
    static long toLong(Object value, long min, long max, boolean unsigned) {
        if (value instanceof String text) {
            long digits = text.indexOf('.') < 0 ? plain(text) : NOT_PLAIN;
            return digits == NOT_PLAIN ? whole(decimal(text), min, max, unsigned) : range(digits, min, max, unsigned);
        }
        return switch (value) {
            case Long number -> range(number, min, max, unsigned);
            case Boolean truth when !unsigned && min == 0 && max == 255 -> truth ? 1 : 0;
            case BigDecimal number -> whole(number, min, max, unsigned);
            case BigInteger number -> whole(new BigDecimal(number), min, max, unsigned);
            default -> throw new Misfit(wholeNumber(min, max, unsigned));
        };
    }

    private static long range(long number, long min, long max, boolean unsigned) {
        if (number < min || number > max) {
            throw new Misfit(wholeNumber(min, max, unsigned));
        }
        return number;
    }

    private static long whole(BigDecimal number, long min, long max, boolean unsigned) {
        // the scale first: 1e999999999 would need its digits
        if (number.signum() != 0 && number.precision() - (long) number.scale() > 20) {
            throw new Misfit(wholeNumber(min, max, unsigned));
        }
        try {
            BigInteger integer = number.toBigIntegerExact();
            boolean fits = unsigned
                    ? integer.signum() >= 0 && integer.bitLength() <= 64
                    : integer.bitLength() <= 63 && integer.longValue() >= min && integer.longValue() <= max;
            if (fits) {
                return integer.longValue();
            }
        } catch (ArithmeticException e) {
            // it has a fraction
        }
        throw new Misfit(wholeNumber(min, max, unsigned));
    }

    private static String wholeNumber(long min, long max, boolean unsigned) {
        return "a whole number from " + min + " to " + (unsigned ? "18446744073709551615" : Long.toString(max));
    }

    /**
     * Writes a number without its point as an integer of 4, 8, 16 or 32 bytes.
     *
     * @param precision digits in all
     * @param scale digits behind the point
     */
    static void putDecimal(Object value, int precision, int scale, int size, RowBuffer out) {
        if (value instanceof String text) {
            long digits = plain(text);
            int missing = scale - places(text);
            if (digits != NOT_PLAIN && missing >= 0 && missing < LONG_POWERS.length) {
                long high = Math.multiplyHigh(digits, LONG_POWERS[missing]);
                long low = digits * LONG_POWERS[missing];
                boolean fitsLong = high == low >> 63;
                boolean fitsColumn = precision > 37
                        || (precision <= MAX_DIGITS && fitsLong && Math.abs(low) < LONG_POWERS[precision]);
                if (fitsColumn && (fitsLong || size >= 16)) {
                    putInteger(high, low, size, out);
                    return;
                }
            }
        }
        BigDecimal number = switch (value) {
            case String text -> decimal(text);
            case Long whole -> BigDecimal.valueOf(whole);
            case BigDecimal decimal -> decimal;
            case BigInteger whole -> new BigDecimal(whole);
            default -> throw new Misfit(decimalNumber(precision, scale));
        };
        putInteger(unscaled(number, precision, scale), size, out);
    }

    private static BigInteger unscaled(BigDecimal number, int precision, int scale) {
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.signum() == 0) {
            return BigInteger.ZERO;
        }
        if (stripped.scale() > scale || stripped.precision() - (long) stripped.scale() > precision - scale) {
            throw new Misfit(decimalNumber(precision, scale));
        }
        return stripped.setScale(scale).unscaledValue();
    }

    private static String decimalNumber(int precision, int scale) {
        return "a number of at most " + (precision - scale) + " digits before the point and " + scale + " behind it";
    }

    private static void putInteger(long high, long low, int size, RowBuffer out) {
        if (size == 4) {
            out.putInt((int) low);
            return;
        }
        out.putLong(low);
        for (int i = 8; i < size; i += 8) {
            out.putLong(i == 8 ? high : high >> 63);
        }
    }

    private static void putInteger(BigInteger number, int size, RowBuffer out) {
        if (size == 4) {
            out.putInt(number.intValue());
            return;
        }
        for (int i = 0; i < size; i += 8) {
            out.putLong(number.shiftRight(i * 8).longValue());
        }
    }

    private static BigDecimal decimal(String text) {
        if (text.length() <= MAX_LENGTH) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                // told below
            }
        }
        throw new Misfit("a number");
    }
}
