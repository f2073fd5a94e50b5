package io.millrace.sql.encode;

import java.math.BigInteger;

/**
 * Doubles as the shortest decimal text that reads back as the same double, in the layout of Python's {@code repr}:
 * {@code 55.0}, {@code 16.899999618530273}, {@code 1e+16}, {@code 1.5e-07}. The digits come from Schubfach (Raffaello
 * Giulietti, "The Schubfach way to render doubles"), with the table of powers computed when the class is initialised.
 */
final class DoubleText {

    /** Longest text: {@code -2.2250738585072014e-308}. */
    static final int MAX_BYTES = 24;

    private static final int FRACTION_BITS = 52;
    private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
    private static final long FRACTION_MASK = HIDDEN_BIT - 1;
    private static final int MIN_EXPONENT = -1074;

    /** Below this every integral double prints as its digits and {@code .0}. */
    private static final double INTEGRAL_LIMIT = 1L << 53;

    /** From this many digits before the point, or fewer than -3, Python writes an exponent. */
    private static final int MAX_FIXED_POINT = 16;

    private static final int MIN_FIXED_POINT = -3;

    private static final int MIN_POWER = -292;
    private static final int MAX_POWER = 324;

    /** For each power of ten: the upper and lower 64 bits of its 128 leading bits, rounded up. */
    private static final long[] POWERS = powers();

    private DoubleText() {}

    /**
     * Writes a finite double.
     *
     * @return the position behind the text; up to {@link #MAX_BYTES} further, with 8 bytes of spill
     */
    static int write(byte[] bytes, int position, double value) {
        long bits = Double.doubleToRawLongBits(value);
        int at = position;
        if (bits < 0) {
            bytes[at++] = '-';
        }
        double magnitude = Math.abs(value);
        if (magnitude < INTEGRAL_LIMIT && magnitude == (long) magnitude) {
            at = IntegerText.write(bytes, at, (long) magnitude);
            bytes[at] = '.';
            bytes[at + 1] = '0';
            return at + 2;
        }
        return shortest(bytes, at, bits & Long.MAX_VALUE);
    }

    private static int shortest(byte[] bytes, int position, long bits) {
        long fraction = bits & FRACTION_MASK;
        int biased = (int) (bits >>> FRACTION_BITS);
        long c = biased == 0 ? fraction : fraction | HIDDEN_BIT;
        int q = biased == 0 ? MIN_EXPONENT : biased + MIN_EXPONENT - 1;

        // at a power of two the gap below is half the gap above
        boolean narrowBelow = fraction == 0 && biased > 1;
        int odd = (int) c & 1;
        int k = floorLog10(q, narrowBelow);
        int shift = q + floorLog2OfPowerOf10(-k) + 1;
        int index = (-k - MIN_POWER) << 1;
        long high = POWERS[index];
        long low = POWERS[index + 1];

        // four times the value and the ends of its rounding interval, in units of 10^k, rounded to odd
        long value = scale(high, low, (4 * c) << shift);
        long lower = scale(high, low, (4 * c - (narrowBelow ? 1 : 2)) << shift) + odd;
        long upper = scale(high, low, (4 * c + 2) << shift) - odd;

        long s = value >>> 2;
        if (s >= 10) {
            long tenth = s / 10;
            boolean downFits = lower <= 40 * tenth;
            boolean upFits = 40 * tenth + 40 <= upper;
            if (downFits != upFits) {
                return layout(bytes, position, upFits ? tenth + 1 : tenth, k + 1);
            }
        }
        boolean downFits = lower <= 4 * s;
        boolean upFits = 4 * s + 4 <= upper;
        if (downFits != upFits) {
            return layout(bytes, position, upFits ? s + 1 : s, k);
        }
        long middle = 4 * s + 2;
        boolean up = value > middle || (value == middle && (s & 1) != 0);
        return layout(bytes, position, up ? s + 1 : s, k);
    }

    /** The upper part of a 128 by 64 bit product, its last bit set when anything below it was. */
    private static long scale(long high, long low, long factor) {
        long carry = Math.unsignedMultiplyHigh(low, factor);
        long bottom = high * factor;
        long top = Math.unsignedMultiplyHigh(high, factor);
        long middle = bottom + carry;
        if (Long.compareUnsigned(middle, bottom) < 0) {
            top++;
        }
        return Long.compareUnsigned(middle, 1) > 0 ? top | 1 : top;
    }

    /** Writes {@code digits} times ten to the {@code exponent}. */
    private static int layout(byte[] bytes, int position, long digits, int exponent) {
        long d = digits;
        int e = exponent;
        // trailing zeros: at most 16 of them
        if (d % 100_000_000 == 0) {
            d /= 100_000_000;
            e += 8;
        }
        if (d % 10_000 == 0) {
            d /= 10_000;
            e += 4;
        }
        if (d % 100 == 0) {
            d /= 100;
            e += 2;
        }
        while (d % 10 == 0) {
            d /= 10;
            e++;
        }
        int length = IntegerText.length(d);
        int point = length + e;
        if (point > MAX_FIXED_POINT || point < MIN_FIXED_POINT) {
            return exponential(bytes, position, d, length, point - 1);
        }
        if (point <= 0) {
            bytes[position] = '0';
            bytes[position + 1] = '.';
            int at = position + 2;
            for (int i = point; i < 0; i++) {
                bytes[at++] = '0';
            }
            return IntegerText.digits(bytes, at, d, length);
        }
        if (point >= length) {
            int at = IntegerText.digits(bytes, position, d, length);
            for (int i = length; i < point; i++) {
                bytes[at++] = '0';
            }
            bytes[at] = '.';
            bytes[at + 1] = '0';
            return at + 2;
        }
        int end = IntegerText.digits(bytes, position + 1, d, length);
        for (int i = 0; i < point; i++) {
            bytes[position + i] = bytes[position + i + 1];
        }
        bytes[position + point] = '.';
        return end;
    }

    private static int exponential(byte[] bytes, int position, long digits, int length, int exponent) {
        int at = IntegerText.digits(bytes, position + 1, digits, length);
        bytes[position] = bytes[position + 1];
        if (length == 1) {
            at--;
        } else {
            bytes[position + 1] = '.';
        }
        bytes[at++] = 'e';
        bytes[at++] = (byte) (exponent < 0 ? '-' : '+');
        int magnitude = Math.abs(exponent);
        return IntegerText.digits(bytes, at, magnitude, magnitude < 100 ? 2 : 3);
    }

    /** floor(log10(2^q)), or floor(log10(3/4 * 2^q)); 1262611 / 2^22 is log10(2), 524031 / 2^22 is -log10(3/4). */
    private static int floorLog10(int q, boolean threeQuarters) {
        return (q * 1_262_611 - (threeQuarters ? 524_031 : 0)) >> 22;
    }

    /** floor(log2(10^e)); 1741647 / 2^19 is log2(10). */
    private static int floorLog2OfPowerOf10(int e) {
        return (e * 1_741_647) >> 19;
    }

    private static long[] powers() {
        long[] table = new long[2 * (MAX_POWER - MIN_POWER + 1)];
        BigInteger power = BigInteger.ONE;
        for (int e = 0; e <= MAX_POWER; e++) {
            int excess = power.bitLength() - 128;
            store(table, e, excess <= 0 ? power.shiftLeft(-excess) : ceilingShift(power, excess));
            if (e > 0 && e <= -MIN_POWER) {
                // 2^n / 10^e with exactly 128 bits
                int n = power.bitLength() + 127;
                BigInteger[] quotient = BigInteger.ONE.shiftLeft(n).divideAndRemainder(power);
                store(table, -e, quotient[1].signum() == 0 ? quotient[0] : quotient[0].add(BigInteger.ONE));
            }
            power = power.multiply(BigInteger.TEN);
        }
        return table;
    }

    private static BigInteger ceilingShift(BigInteger value, int bits) {
        BigInteger shifted = value.shiftRight(bits);
        return value.getLowestSetBit() >= bits ? shifted : shifted.add(BigInteger.ONE);
    }

    private static void store(long[] table, int power, BigInteger value) {
        int index = (power - MIN_POWER) << 1;
        table[index] = value.shiftRight(64).longValue();
        table[index + 1] = value.longValue();
    }
}
