package io.millrace.mq.statistics;

/**
 * Plain decimal numbers such as {@code 1458195070.31}, read where they stand. Digits and a power of ten that are both
 * exact as doubles give by one division what {@link Double#parseDouble} gives.
 */
public final class Decimal {

    private static final long MAX_EXACT = 1L << 53;
    private static final int MAX_DIGITS = 18;
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };

    private Decimal() {}

    /**
     * The number between two places of a text; NaN when it is not of the form {@code digits} or {@code digits.digits},
     * or has too many digits for this way of reading.
     */
    public static double parse(CharSequence text, int from, int to) {
        if (to - from < 1 || to - from > MAX_DIGITS) {
            return Double.NaN;
        }
        long digits = 0;
        int point = -1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = 10 * digits + c - '0';
            } else if (c == '.' && point < 0 && i > from && i < to - 1) {
                point = i;
            } else {
                return Double.NaN;
            }
        }
        if (digits > MAX_EXACT) {
            return Double.NaN;
        }
        return point < 0 ? digits : digits / TENS[to - 1 - point];
    }
}
