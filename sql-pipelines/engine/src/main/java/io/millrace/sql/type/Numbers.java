package io.millrace.sql.type;

import io.millrace.sql.SqlException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Integers of fixed width: what overflows wraps. */
public final class Numbers {

    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private Numbers() {}

    /** The low bits of a number, as an integer type of at most 64 bits holds them. */
    public static long wrap(long value, TypeKind kind) {
        return switch (kind) {
            case BOOL -> value != 0 ? 1 : 0;
            case INT8, ENUM8 -> (byte) value;
            case INT16, ENUM16 -> (short) value;
            case INT32 -> (int) value;
            case UINT8 -> value & 0xFFL;
            case UINT16 -> value & 0xFFFFL;
            case UINT32, IPV4 -> value & 0xFFFF_FFFFL;
            default -> value;
        };
    }

    /** The low bits of a number, as a type of 128 or 256 bits holds them. */
    public static BigInteger wrap(BigInteger value, TypeKind kind) {
        int bits = kind.bits();
        BigInteger low = value.bitLength() < bits && value.signum() >= 0
                ? value
                : value.and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        return kind.isSignedInteger() && low.testBit(bits - 1) ? low.subtract(BigInteger.ONE.shiftLeft(bits)) : low;
    }

    /** The number that 64 raw bits mean in a type. */
    public static BigInteger big(long value, TypeKind kind) {
        BigInteger big = BigInteger.valueOf(value);
        return kind == TypeKind.UINT64 && value < 0 ? big.add(TWO_64) : big;
    }

    /** The double nearest to what 64 raw bits mean unsigned. */
    public static double unsignedToDouble(long value) {
        // halving keeps the lowest bit, so that rounding stays right
        return value >= 0 ? (double) value : (double) ((value >>> 1) | (value & 1)) * 2.0;
    }

    /**
     * Checks that a decimal has no more digits than its type.
     *
     * @throws SqlException code 407 in Proton, here 6
     */
    public static BigDecimal checkDecimal(BigDecimal value, DataType type) {
        int wholeDigits = type.precision() - type.scale();
        if (value.precision() - value.scale() > wholeDigits && value.signum() != 0) {
            throw SqlException.of(
                    SqlException.Code.CANNOT_PARSE, value.toPlainString() + " does not fit in " + type.text());
        }
        return value;
    }
}
