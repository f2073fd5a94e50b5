package io.millrace.ksql.expr;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Arithmetic;
import io.millrace.ksql.ast.Expression.Arithmetic.Operator;
import io.millrace.ksql.parse.ExpressionText;
import io.millrace.ksql.type.Coercion;
import io.millrace.ksql.type.Decimals;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.Scalar;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Arithmetic. Whole numbers overflow silently, as in ksqlDB; NULL gives NULL. */
final class Arithmetics {

    private Arithmetics() {}

    private interface Operation {
        Object apply(Object left, Object right);
    }

    static Typed of(Arithmetic arithmetic, Typed left, Typed right) {
        Operator operator = arithmetic.operator();
        if (operator == Operator.ADD && isText(left) && isText(right)) {
            return binary(Scalar.STRING, left, right, (a, b) -> (String) a + b);
        }
        if (!isNumber(left) || !isNumber(right)) {
            throw KsqlException.at(
                    arithmetic.position(),
                    "'" + operator.symbol() + "' does not work on "
                            + left.type().text() + " and " + right.type().text() + ", in "
                            + ExpressionText.of(arithmetic));
        }
        if (left.type() == Scalar.NULL || right.type() == Scalar.NULL) {
            SqlType other = left.type() == Scalar.NULL ? right.type() : left.type();
            return new Typed(other == Scalar.NULL ? Scalar.INTEGER : other, _ -> null);
        }
        if (left.type() == Scalar.DOUBLE || right.type() == Scalar.DOUBLE) {
            return binary(Scalar.DOUBLE, left, right, doubles(operator));
        }
        if (left.type() instanceof Decimal || right.type() instanceof Decimal) {
            return decimal(operator, left, right);
        }
        return left.type() == Scalar.INTEGER && right.type() == Scalar.INTEGER
                ? binary(Scalar.INTEGER, left, right, integers(operator))
                : binary(Scalar.BIGINT, left, right, longs(operator));
    }

    static Typed negated(Expression.Negation negation, Typed operand) {
        if (!isNumber(operand)) {
            throw KsqlException.at(
                    negation.position(),
                    "'-' does not work on " + operand.type().text());
        }
        RowExpression code = operand.code();
        return new Typed(operand.type(), row -> {
            Object value = code.evaluate(row);
            return switch (value) {
                case null -> null;
                case Integer number -> -number;
                case Long number -> -number;
                case Double number -> -number;
                case BigDecimal number -> number.negate();
                default -> throw new IllegalStateException("no number: " + value.getClass());
            };
        });
    }

    private static boolean isText(Typed operand) {
        return operand.type() == Scalar.STRING || operand.type() == Scalar.NULL;
    }

    private static boolean isNumber(Typed operand) {
        return Coercion.isNumeric(operand.type()) || operand.type() == Scalar.NULL;
    }

    private static Typed binary(SqlType type, Typed left, Typed right, Operation operation) {
        RowExpression one = left.code();
        RowExpression other = right.code();
        return new Typed(type, row -> {
            Object a = one.evaluate(row);
            Object b = other.evaluate(row);
            return a == null || b == null ? null : operation.apply(a, b);
        });
    }

    private static Operation integers(Operator operator) {
        return switch (operator) {
            case ADD -> (a, b) -> (Integer) a + (Integer) b;
            case SUBTRACT -> (a, b) -> (Integer) a - (Integer) b;
            case MULTIPLY -> (a, b) -> (Integer) a * (Integer) b;
            case DIVIDE -> (a, b) -> (Integer) a / (Integer) b;
            case MODULUS -> (a, b) -> (Integer) a % (Integer) b;
        };
    }

    private static long whole(Object value) {
        return ((Number) value).longValue();
    }

    private static Operation longs(Operator operator) {
        return switch (operator) {
            case ADD -> (a, b) -> whole(a) + whole(b);
            case SUBTRACT -> (a, b) -> whole(a) - whole(b);
            case MULTIPLY -> (a, b) -> whole(a) * whole(b);
            case DIVIDE -> (a, b) -> whole(a) / whole(b);
            case MODULUS -> (a, b) -> whole(a) % whole(b);
        };
    }

    private static double real(Object value) {
        return ((Number) value).doubleValue();
    }

    private static Operation doubles(Operator operator) {
        return switch (operator) {
            case ADD -> (a, b) -> real(a) + real(b);
            case SUBTRACT -> (a, b) -> real(a) - real(b);
            case MULTIPLY -> (a, b) -> real(a) * real(b);
            case DIVIDE -> (a, b) -> real(a) / real(b);
            case MODULUS -> (a, b) -> real(a) % real(b);
        };
    }

    private static Typed decimal(Operator operator, Typed left, Typed right) {
        Decimal one = Coercion.decimal(left.type());
        Decimal other = Coercion.decimal(right.type());
        Decimal type = switch (operator) {
            case ADD, SUBTRACT -> Decimals.sum(one, other);
            case MULTIPLY -> Decimals.product(one, other);
            case DIVIDE -> Decimals.quotient(one, other);
            case MODULUS -> Decimals.remainder(one, other);
        };
        return binary(type, left, right, (a, b) -> {
            BigDecimal x = Coercion.exact(a);
            BigDecimal y = Coercion.exact(b);
            BigDecimal result = switch (operator) {
                case ADD -> x.add(y);
                case SUBTRACT -> x.subtract(y);
                case MULTIPLY -> x.multiply(y);
                case DIVIDE -> x.divide(y, type.scale(), RoundingMode.HALF_UP);
                case MODULUS -> x.remainder(y);
            };
            return Decimals.fit(result, type);
        });
    }
}
