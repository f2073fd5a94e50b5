package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.ksql.type.SqlType;
import io.millrace.sql.parse.Position;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The types of written numbers: whole ones INTEGER or BIGINT by size, with a point DECIMAL, with an exponent DOUBLE.
 */
final class Numerals {

    private static final int MAX_DIGITS = 100;

    private Numerals() {}

    static boolean isWhole(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static Literal literal(String text, Position position) {
        if (text.length() > MAX_DIGITS) {
            throw Syntax.error(
                    position, "a number of " + text.length() + " characters is too long: at most " + MAX_DIGITS);
        }
        if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return new Literal(Double.valueOf(text), SqlType.Scalar.DOUBLE, position);
        }
        return isWhole(text) ? whole(new BigInteger(text), position) : decimal(new BigDecimal(text), position);
    }

    /** The number with a minus sign; of a number that is one already, the opposite. */
    static Literal negated(Literal literal) {
        Object value = literal.value();
        return switch (value) {
            case Integer number -> new Literal(-number, literal.type(), literal.position());
            case Long number -> whole(BigInteger.valueOf(number).negate(), literal.position());
            case Double number -> new Literal(-number, literal.type(), literal.position());
            case BigDecimal number
            when number.scale() == 0 -> whole(number.toBigInteger().negate(), literal.position());
            case BigDecimal number -> decimal(number.negate(), literal.position());
            case null, default -> throw new IllegalArgumentException("no number: " + literal);
        };
    }

    private static Literal whole(BigInteger value, Position position) {
        if (value.bitLength() < Integer.SIZE) {
            return new Literal(value.intValue(), SqlType.Scalar.INTEGER, position);
        }
        if (value.bitLength() < Long.SIZE) {
            return new Literal(value.longValue(), SqlType.Scalar.BIGINT, position);
        }
        return decimal(new BigDecimal(value), position);
    }

    private static Literal decimal(BigDecimal value, Position position) {
        BigDecimal shown = value.scale() < 0 ? value.setScale(0) : value;
        int precision = Math.max(shown.precision(), shown.scale());
        return new Literal(shown, new SqlType.Decimal(precision, shown.scale()), position);
    }
}
