package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import io.millrace.sql.type.TypeRules;
import java.util.List;

/** An aggregate described by its parts. Rows with a NULL argument do not count. */
final class Aggregate implements AggregateFunction {

    /** Makes the accumulator of one call; types are plain. */
    @FunctionalInterface
    interface Factory {
        Accumulator accumulator(Arguments arguments, DataType type);
    }

    private final String name;
    private final String signature;
    private final String summary;
    private final Scalar.Typing typing;
    private final Factory factory;
    private int min = 1;
    private int max = 1;
    private boolean nullWhenEmpty = true;

    Aggregate(String name, String signature, String summary, Scalar.Typing typing, Factory factory) {
        this.name = name;
        this.signature = signature;
        this.summary = summary;
        this.typing = typing;
        this.factory = factory;
    }

    Aggregate arity(int least, int most) {
        min = least;
        max = most;
        return this;
    }

    /** Marks an aggregate that has a value without rows, as counts and lists do. */
    Aggregate neverNull() {
        nullWhenEmpty = false;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    String signature() {
        return name + signature;
    }

    String summary() {
        return summary;
    }

    @Override
    public DataType resolve(List<Expr> expressions) {
        Arguments arguments = new Arguments(name, expressions);
        if (arguments.count() < min || arguments.count() > max) {
            throw SqlException.of(
                    SqlException.Code.NUMBER_OF_ARGUMENTS,
                    "aggregate " + name + " cannot take " + arguments.count() + " arguments: " + signature());
        }
        DataType type = typing.type(arguments);
        return nullWhenEmpty && nullable(expressions) ? TypeRules.nullableIfPossible(type) : type;
    }

    @Override
    public Accumulator accumulator(List<Expr> expressions, DataType type, boolean distinct) {
        Accumulator accumulator =
                factory.accumulator(new Arguments(name, expressions), typing.type(new Arguments(name, expressions)));
        if (distinct) {
            accumulator = FilteringAccumulator.distinct(accumulator);
        }
        if (nullable(expressions)) {
            accumulator = type.nullable()
                    ? new NullableAccumulator(accumulator, type)
                    : FilteringAccumulator.notNull(accumulator);
        }
        return accumulator;
    }

    private static boolean nullable(List<Expr> expressions) {
        return expressions.stream()
                .anyMatch(argument ->
                        argument.type().nullable() || argument.type().kind() == TypeKind.NOTHING);
    }
}
