package io.millrace.sql.function;

import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Quantiles and moments, as float64. */
final class StatisticAggregates {

    private StatisticAggregates() {}

    static void addTo(List<Aggregate> all) {
        all.add(new Aggregate(
                        "quantile",
                        "(x, level)",
                        "The value below which that part lies; exact to 8,192 values per group, then from a sample.",
                        arguments -> {
                            level(arguments);
                            return number(arguments);
                        },
                        (arguments, type) -> quantile(arguments, type, level(arguments)))
                .arity(1, 2));
        fixed(all, "median", "The value in the middle, as quantile.", 0.5);
        fixed(all, "p90", "The 0.9 quantile.", 0.9);
        fixed(all, "p95", "The 0.95 quantile.", 0.95);
        fixed(all, "p99", "The 0.99 quantile.", 0.99);
        moment(all, "var_pop", "The variance.", moments -> moments.central(2));
        moment(all, "var_samp", "The variance of a sample.", Moments::sampleVariance);
        moment(all, "stddev_pop", "The standard deviation.", moments -> Math.sqrt(moments.central(2)));
        moment(
                all,
                "stddev_samp",
                "The standard deviation of a sample.",
                moments -> Math.sqrt(moments.sampleVariance()));
        moment(all, "skew_pop", "The skewness.", moments -> moments.central(3) / Math.pow(moments.central(2), 1.5));
        moment(
                all,
                "skew_samp",
                "The skewness of a sample.",
                moments -> moments.central(3) / Math.pow(moments.sampleVariance(), 1.5));
        moment(all, "kurt_pop", "The kurtosis.", moments -> moments.central(4) / Math.pow(moments.central(2), 2));
        moment(
                all,
                "kurt_samp",
                "The kurtosis of a sample.",
                moments -> moments.central(4) / Math.pow(moments.sampleVariance(), 2));
    }

    private static DataType number(Arguments arguments) {
        boolean time = arguments.kind(0).isTemporal();
        if (time) {
            return arguments.type(0);
        }
        Mathematics.requireNumber(arguments, 0);
        return DataType.FLOAT64;
    }

    private static double level(Arguments arguments) {
        if (arguments.count() == 1) {
            return 0.5;
        }
        double level = arguments.literal(1) instanceof Number number ? number.doubleValue() : -1;
        if (!(level >= 0 && level <= 1)) {
            throw arguments.bad("level must be a constant from 0 to 1");
        }
        return level;
    }

    private static void fixed(List<Aggregate> all, String name, String summary, double level) {
        all.add(new Aggregate(
                name,
                "(x)",
                summary,
                StatisticAggregates::number,
                (arguments, type) -> quantile(arguments, type, level)));
    }

    private static Accumulator quantile(Arguments arguments, DataType type, double level) {
        DataType from = arguments.type(0);
        return new StateAccumulator<>(
                type,
                Reservoir::new,
                (state, vectors, row) -> state.add(value(vectors[0], from, row)),
                state -> from.kind().isTemporal()
                        ? (Object) (long) state.quantile(level)
                        : (Object) state.quantile(level));
    }

    private static double value(Vector vector, DataType type, int row) {
        Object value = Aggregates.value(vector, row);
        return value instanceof Double number
                ? number
                : Kernels.decimal(value, type).doubleValue();
    }

    private static void moment(List<Aggregate> all, String name, String summary, ToDoubleFunction<Moments> result) {
        all.add(new Aggregate(
                name,
                "(x)",
                summary,
                arguments -> {
                    Mathematics.requireNumber(arguments, 0);
                    return DataType.FLOAT64;
                },
                (arguments, type) -> {
                    DataType from = arguments.type(0);
                    return new StateAccumulator<>(
                            type,
                            Moments::new,
                            (state, vectors, row) -> state.add(value(vectors[0], from, row)),
                            result::applyAsDouble);
                }));
    }
}
