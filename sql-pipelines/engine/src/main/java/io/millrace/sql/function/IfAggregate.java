package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** {@code sum_if(x, condition)}: an aggregate over the rows for which its last argument is true. */
final class IfAggregate implements AggregateFunction {

    private final AggregateFunction base;

    IfAggregate(AggregateFunction base) {
        this.base = base;
    }

    @Override
    public String name() {
        return base.name() + "_if";
    }

    @Override
    public DataType resolve(List<Expr> arguments) {
        if (arguments.isEmpty()) {
            throw SqlException.of(
                    SqlException.Code.NUMBER_OF_ARGUMENTS, name() + " needs a condition as last argument");
        }
        TypeKind condition = arguments.getLast().type().kind();
        if (condition != TypeKind.BOOL && condition != TypeKind.UINT8) {
            throw SqlException.of(
                    SqlException.Code.ILLEGAL_TYPE_OF_ARGUMENT,
                    "last argument of " + name() + " must be a condition, was "
                            + arguments.getLast().type().text());
        }
        return base.resolve(withoutLast(arguments));
    }

    @Override
    public Accumulator accumulator(List<Expr> arguments, DataType type, boolean distinct) {
        return FilteringAccumulator.onlyIf(base.accumulator(withoutLast(arguments), type, distinct));
    }

    private static List<Expr> withoutLast(List<Expr> arguments) {
        return new ArrayList<>(arguments.subList(0, arguments.size() - 1));
    }
}
