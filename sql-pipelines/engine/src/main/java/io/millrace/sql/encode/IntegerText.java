package io.millrace.sql.encode;

/** Integers as decimal text. */
final class IntegerText {

    /** Longest text: {@code -9223372036854775808}. */
    static final int MAX_BYTES = 20;

    /** {@code "00"} to {@code "99"}, each as a little-endian pair of bytes. */
    static final short[] PAIRS = new short[100];

    private static final long[] POWERS = new long[19];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[i] = (short) (('0' + i / 10) | (('0' + i % 10) << 8));
        }
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private IntegerText() {}

    /** Writes the number and gives the position behind it. */
    static int write(byte[] bytes, int position, long value) {
        if (value >= 0) {
            return digits(bytes, position, value, length(value));
        }
        if (value == Long.MIN_VALUE) {
            return JsonBuffer.ascii(bytes, position, "-9223372036854775808");
        }
        bytes[position] = '-';
        return digits(bytes, position + 1, -value, length(-value));
    }

    /** Writes all 64 bits as an unsigned number. */
    static int writeUnsigned(byte[] bytes, int position, long value) {
        if (value >= 0) {
            return digits(bytes, position, value, length(value));
        }
        long quotient = Long.divideUnsigned(value, 10);
        int at = digits(bytes, position, quotient, length(quotient));
        bytes[at] = (byte) ('0' + value - quotient * 10);
        return at + 1;
    }

    /** How many digits a number from 0 has. */
    static int length(long value) {
        if (value == 0) {
            return 1;
        }
        // 1233/4096 is log10(2) closely enough for 64 bits; the power settles the doubt
        int guess = ((64 - Long.numberOfLeadingZeros(value)) * 1233) >> 12;
        return guess < POWERS.length && value < POWERS[guess] ? guess : guess + 1;
    }

    /**
     * Writes exactly {@code length} digits, with leading zeros when the number has fewer.
     *
     * @param value from 0
     */
    static int digits(byte[] bytes, int position, long value, int length) {
        int at = position + length;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long quotient = rest / 100;
            at -= 2;
            JsonBuffer.PAIR.set(bytes, at, PAIRS[(int) (rest - quotient * 100)]);
            rest = quotient;
        }
        int small = (int) rest;
        while (at - position >= 2) {
            int quotient = small / 100;
            at -= 2;
            JsonBuffer.PAIR.set(bytes, at, PAIRS[small - quotient * 100]);
            small = quotient;
        }
        if (at > position) {
            bytes[position] = (byte) ('0' + small);
        }
        return position + length;
    }
}
