package io.millrace.sql.bind;

import io.millrace.sql.SqlException.Code;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.parse.Expression;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import io.millrace.sql.type.TypeKind;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Gives constants their types: whole numbers the smallest that holds them, as ClickHouse does. */
final class Literals {

    private static final TypeKind[] UNSIGNED = {
        TypeKind.UINT8, TypeKind.UINT16, TypeKind.UINT32, TypeKind.UINT64, TypeKind.UINT128, TypeKind.UINT256
    };
    private static final TypeKind[] SIGNED = {
        TypeKind.INT8, TypeKind.INT16, TypeKind.INT32, TypeKind.INT64, TypeKind.INT128, TypeKind.INT256
    };

    private Literals() {}

    static Expr.Literal number(Expression.Numeral number) {
        BigInteger whole = whole(number.text());
        if (whole == null) {
            double value = Double.parseDouble(number.text());
            return new Expr.Literal(value, DataType.FLOAT64);
        }
        for (TypeKind kind : whole.signum() < 0 ? SIGNED : UNSIGNED) {
            int bits = kind.bits() - (whole.signum() < 0 ? 1 : 0);
            if (whole.bitLength() <= bits) {
                Object value = kind.bits() <= 64 ? (Object) whole.longValue() : whole;
                return new Expr.Literal(value, DataType.of(kind));
            }
        }
        return new Expr.Literal(whole.doubleValue(), DataType.FLOAT64);
    }

    private static @Nullable BigInteger whole(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        BigInteger value;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.chars().allMatch(Character::isDigit)) {
            // 78 digits hold every 256-bit number; a longer one is a float anyway
            if (digits.length() > 100) {
                return null;
            }
            value = new BigInteger(digits);
        } else {
            return null;
        }
        return negative ? value.negate() : value;
    }

    static Expr.Literal text(String value) {
        return new Expr.Literal(value, DataType.STRING);
    }

    static Expr.Literal bool(boolean value) {
        return new Expr.Literal(value ? 1L : 0L, DataType.BOOL);
    }

    static Expr.Literal interval(long amount, TimeUnit unit) {
        return new Expr.Literal(amount, DataType.interval(unit));
    }

    /** The whole number that an expression states. */
    static long count(Expression expression, String what) {
        if (expression instanceof Expression.Numeral number) {
            BigInteger whole = whole(number.text());
            if (whole != null && whole.signum() >= 0 && whole.bitLength() < 63) {
                return whole.longValue();
            }
        }
        throw Errors.at(expression.position(), Code.SYNTAX_ERROR, what + " must be a whole number, 0 or more");
    }

    /** The units of an interval that is a constant. */
    static long amount(Expression.Interval interval) {
        if (interval.amount() instanceof Expression.Numeral number) {
            BigInteger whole = whole(number.text());
            if (whole != null && whole.bitLength() < 63) {
                return whole.longValue();
            }
        }
        throw Errors.at(interval.position(), Code.BAD_ARGUMENTS, "the interval must be a whole number of its unit");
    }

    /** The milliseconds of an interval in a clause, at least {@code min}. */
    static long millis(Expression.Interval interval, String what, long min) {
        if (interval.unit().isCalendar()) {
            throw Errors.at(interval.position(), Code.BAD_ARGUMENTS, what + " must be weeks or shorter");
        }
        long amount = amount(interval);
        long nanos;
        try {
            nanos = Math.multiplyExact(amount, interval.unit().nanos());
        } catch (ArithmeticException _) {
            throw Errors.at(interval.position(), Code.BAD_ARGUMENTS, what + " is too long");
        }
        long millis = nanos / 1_000_000;
        if (millis < min) {
            throw Errors.at(interval.position(), Code.BAD_ARGUMENTS, what + " must be at least " + min + "ms");
        }
        return millis;
    }
}
