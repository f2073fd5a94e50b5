package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of one call, with the errors that they can cause. */
record Arguments(String function, List<Expr> expressions) {

    int count() {
        return expressions.size();
    }

    Expr get(int index) {
        return expressions.get(index);
    }

    /** The type without nullable and low_cardinality. */
    DataType type(int index) {
        return TypeRules.plain(expressions.get(index).type());
    }

    TypeKind kind(int index) {
        return expressions.get(index).type().kind();
    }

    List<DataType> types() {
        List<DataType> types = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            types.add(type(i));
        }
        return types;
    }

    boolean isLiteral(int index) {
        return index < count() && expressions.get(index) instanceof Expr.Literal;
    }

    /** The value of a constant argument; null when it is NULL, absent or not constant. */
    @Nullable
    Object literal(int index) {
        return isLiteral(index) ? ((Expr.Literal) expressions.get(index)).value() : null;
    }

    /** A constant text. */
    String text(int index) {
        if (literal(index) instanceof String text) {
            return text;
        }
        throw illegal(index, "a constant string");
    }

    /** A constant integer; the other value when the argument is absent. */
    long integer(int index, long absent) {
        if (index >= count()) {
            return absent;
        }
        if (kind(index).isInteger() && literal(index) instanceof Number number) {
            return number.longValue();
        }
        throw SqlException.of(
                SqlException.Code.BAD_ARGUMENTS,
                ordinal(index) + " argument of " + function + " must be a constant integer, was "
                        + expressions.get(index).type().text());
    }

    Expr.Lambda lambda(int index) {
        if (expressions.get(index) instanceof Expr.Lambda lambda) {
            return lambda;
        }
        throw illegal(index, "a lambda");
    }

    /** The error of an argument that has the wrong type. */
    SqlException illegal(int index, String wanted) {
        return SqlException.of(
                SqlException.Code.ILLEGAL_TYPE_OF_ARGUMENT,
                ordinal(index) + " argument of " + function + " must be " + wanted + ", was "
                        + expressions.get(index).type().text());
    }

    /** The error of types that do not go together. */
    SqlException noCommonType() {
        List<String> texts =
                expressions.stream().map(argument -> argument.type().text()).toList();
        return SqlException.of(
                SqlException.Code.ILLEGAL_TYPE_OF_ARGUMENT,
                function + ": no common type of " + String.join(", ", texts));
    }

    SqlException bad(String message) {
        return SqlException.of(SqlException.Code.BAD_ARGUMENTS, function + ": " + message);
    }

    static String ordinal(int index) {
        return switch (index) {
            case 0 -> "first";
            case 1 -> "second";
            case 2 -> "third";
            default -> (index + 1) + "th";
        };
    }
}
