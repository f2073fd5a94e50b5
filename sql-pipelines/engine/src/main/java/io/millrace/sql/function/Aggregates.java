package io.millrace.sql.function;

import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The aggregates, and each again as {@code ..._if}. */
final class Aggregates {

    private Aggregates() {}

    static void register(Registry registry) {
        List<Aggregate> all = new ArrayList<>();
        basic(all);
        CollectingAggregates.addTo(all);
        StatisticAggregates.addTo(all);
        for (Aggregate aggregate : all) {
            registry.add(aggregate);
            registry.add(new IfAggregate(aggregate));
        }
        for (String suffix : List.of("", "_if")) {
            registry.alias("any_value" + suffix, "any" + suffix);
            registry.alias("last_value" + suffix, "latest" + suffix);
            registry.alias("any_last" + suffix, "latest" + suffix);
            registry.alias("first_value" + suffix, "earliest" + suffix);
            registry.alias("count_distinct" + suffix, "unique_exact" + suffix);
            registry.alias("mean" + suffix, "avg" + suffix);
        }
    }

    private static void basic(List<Aggregate> all) {
        all.add(new Aggregate(
                        "count",
                        "([x, ...])",
                        "Rows; with an argument, rows where it is not NULL; with distinct, different values.",
                        _ -> DataType.UINT64,
                        (_, _) -> new CountAccumulator())
                .arity(0, Integer.MAX_VALUE)
                .neverNull());
        all.add(new Aggregate(
                "sum", "(x)", "The sum; integers wrap at 64 bits.", Aggregates::sumType, Aggregates::sum));
        all.add(new Aggregate(
                "avg",
                "(x)",
                "The mean as float64.",
                arguments -> {
                    Mathematics.requireNumber(arguments, 0);
                    return DataType.FLOAT64;
                },
                (arguments, _) -> new DoubleSumAccumulator(arguments.type(0), true)));
        all.add(new Aggregate("min", "(x)", "The smallest.", Aggregates::ordered, (_, type) -> extreme(type, false)));
        all.add(new Aggregate("max", "(x)", "The largest.", Aggregates::ordered, (_, type) -> extreme(type, true)));
        all.add(new Aggregate(
                "any",
                "(x)",
                "The value of some row: the first.",
                arguments -> arguments.type(0),
                (_, type) -> edge(type, true)));
        all.add(new Aggregate(
                "earliest",
                "(x)",
                "The value of the first row.",
                arguments -> arguments.type(0),
                (_, type) -> edge(type, true)));
        all.add(new Aggregate(
                "latest",
                "(x)",
                "The value of the last row.",
                arguments -> arguments.type(0),
                (_, type) -> edge(type, false)));
        all.add(new Aggregate(
                        "arg_min",
                        "(x, by)",
                        "x of the row with the smallest by.",
                        arguments -> arguments.type(0),
                        (arguments, type) -> argument(arguments, type, false))
                .arity(2, 2));
        all.add(new Aggregate(
                        "arg_max",
                        "(x, by)",
                        "x of the row with the largest by.",
                        arguments -> arguments.type(0),
                        (arguments, type) -> argument(arguments, type, true))
                .arity(2, 2));
    }

    private static DataType sumType(Arguments arguments) {
        DataType type = arguments.type(0);
        TypeKind kind = type.kind();
        if (kind == TypeKind.BOOL) {
            return DataType.UINT64;
        }
        Mathematics.requireNumber(arguments, 0);
        if (kind.isFloat()) {
            return DataType.FLOAT64;
        }
        if (kind == TypeKind.DECIMAL) {
            return DataType.decimal(type.precision() <= 38 ? 38 : 76, type.scale());
        }
        if (kind.bits() > 64) {
            return type;
        }
        return kind.isSignedInteger() ? DataType.INT64 : DataType.UINT64;
    }

    private static Accumulator sum(Arguments arguments, DataType type) {
        return switch (type.storage()) {
            case LONG -> new LongSumAccumulator();
            case DOUBLE -> new DoubleSumAccumulator(arguments.type(0), false);
            default ->
                type.kind() == TypeKind.DECIMAL
                        ? new StateAccumulator<BigDecimal[]>(
                                type,
                                () -> new BigDecimal[] {BigDecimal.ZERO.setScale(type.scale())},
                                (state, vectors, row) -> state[0] = state[0].add((BigDecimal) value(vectors[0], row)),
                                state -> state[0])
                        : new StateAccumulator<BigInteger[]>(
                                type,
                                () -> new BigInteger[] {BigInteger.ZERO},
                                (state, vectors, row) -> state[0] = state[0].add((BigInteger) value(vectors[0], row)),
                                state -> io.millrace.sql.type.Numbers.wrap(state[0], type.kind()));
        };
    }

    /** A value of a row that is not NULL. */
    static Object value(Vector vector, int row) {
        return Objects.requireNonNull(Vectors.value(vector, row));
    }

    private static DataType ordered(Arguments arguments) {
        if (arguments.kind(0) == TypeKind.MAP || arguments.kind(0) == TypeKind.NOTHING) {
            throw arguments.illegal(0, "a type with an order");
        }
        return arguments.type(0);
    }

    private static Accumulator extreme(DataType type, boolean max) {
        return switch (type.storage()) {
            case LONG -> new LongExtremeAccumulator(max, type.kind() == TypeKind.UINT64);
            case DOUBLE -> new DoubleExtremeAccumulator(max);
            case BYTES -> new TextExtremeAccumulator(max);
            case OBJECT ->
                new StateAccumulator<@Nullable Object[]>(
                        type,
                        () -> new @Nullable Object[1],
                        (state, vectors, row) -> {
                            Object value = value(vectors[0], row);
                            int order = state[0] == null ? 1 : Ordering.compare(value, state[0]) * (max ? 1 : -1);
                            state[0] = order > 0 ? value : state[0];
                        },
                        state -> state[0]);
        };
    }

    private static Accumulator edge(DataType type, boolean first) {
        return new EdgeAccumulator(type, first);
    }

    private static Accumulator argument(Arguments arguments, DataType type, boolean max) {
        boolean unsigned = arguments.kind(1) == TypeKind.UINT64;
        return new StateAccumulator<@Nullable Object[]>(
                type,
                () -> new @Nullable Object[2],
                (state, vectors, row) -> {
                    Object by = value(vectors[1], row);
                    if (unsigned) {
                        by = ((Long) by) ^ Long.MIN_VALUE;
                    }
                    if (state[1] == null || Ordering.compare(by, state[1]) * (max ? 1 : -1) > 0) {
                        state[0] = value(vectors[0], row);
                        state[1] = by;
                    }
                },
                state -> state[0]);
    }
}
