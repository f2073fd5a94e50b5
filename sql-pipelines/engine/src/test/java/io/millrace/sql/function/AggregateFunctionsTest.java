package io.millrace.sql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AggregateFunctionsTest {

    /** Function, its arguments' types (constants as text::type), the rows, the result. */
    record Case(String function, List<String> types, String rows, String expected) {
        @Override
        public String toString() {
            return function + types + " over " + rows;
        }
    }

    private static Case of(String function, String types, String rows, String expected) {
        return new Case(function, types.isEmpty() ? List.of() : Arrays.asList(types.split(" \\| ")), rows, expected);
    }

    static Stream<Case> cases() {
        return Stream.of(
                of("count", "int32", "1;2;2", "3::uint64"),
                of("count", "nullable(int32)", "1;NULL;2", "2::uint64"),
                of("count_if", "bool", "true;false;true", "2::uint64"),
                of("sum", "int32", "1;2;-5", "-2::int64"),
                of("sum", "uint8", "200;200", "400::uint64"),
                of("sum", "float32", "57.25;66.5", "123.75::float64"),
                of("sum", "decimal(9,2)", "1.10;2.20", "3.30::decimal(38, 2)"),
                of(
                        "sum",
                        "int128",
                        "170141183460469231731687303715884105727;1",
                        "-170141183460469231731687303715884105728::int128"),
                of("sum", "bool", "true;true;false", "2::uint64"),
                of("sum", "nullable(int32)", "NULL;4", "4::nullable(int64)"),
                of("sum", "nullable(int32)", "NULL;NULL", "NULL::nullable(int64)"),
                of("sum_if", "int32 | bool", "1,true;2,false;4,true", "5::int64"),
                of("avg", "int32", "1;2;6", "3::float64"),
                of("avg", "decimal(9,1)", "1.0;2.0", "1.5::float64"),
                of("avg_if", "int32 | bool", "1,false;4,true", "4::float64"),
                of("min", "int32", "3;1;2", "1::int32"),
                of("min", "uint64", "18446744073709551615;5", "5::uint64"),
                of("min", "float64", "nan;2.5;7", "2.5::float64"),
                of("min", "string", "b;a;c", "a::string"),
                of("min", "int64", "9223372036854775807;9223372036854775807", "9223372036854775807::int64"),
                of("max", "int8", "-3;-1;-2", "-1::int8"),
                of("max", "int64", "-9223372036854775808;-9223372036854775808", "-9223372036854775808::int64"),
                of("max", "uint64", "18446744073709551615;5", "18446744073709551615::uint64"),
                of("max", "datetime", "2020-01-01 00:00:00;2021-01-01 00:00:00", "2021-01-01 00:00:00::datetime"),
                of("max", "decimal(9,2)", "1.10;2.20", "2.20::decimal(9, 2)"),
                of("max", "string", "b;a;c", "c::string"),
                of("max_if", "int32 | bool", "9,false;4,true", "4::int32"),
                of("min_if", "int32 | bool", "9,true;4,false", "9::int32"),
                of("any", "string", "x;y", "x::string"),
                of("earliest", "int32", "5;6", "5::int32"),
                of("latest", "float64", "5;6.5", "6.5::float64"),
                of("latest", "string", "x;y", "y::string"),
                of("arg_min", "string | int32", "x,5;y,2", "y::string"),
                of("arg_max", "string | uint64", "x,18446744073709551615;y,2", "x::string"),
                of("unique", "int32", "1;1;2", "2::uint64"),
                of("unique_exact", "string", "a;b;a", "2::uint64"),
                of("unique_exact", "string | int32", "a,1;a,2;a,1", "2::uint64"),
                of("unique_exact_if", "string | bool", "a,true;b,false", "1::uint64"),
                of("median", "int32", "1;2;10;3", "2.5::float64"),
                of("quantile", "int32 | 0.25::float64", "1;2;3;4;5", "2::float64"),
                of("p90", "int32", "0;10", "9::float64"),
                of("p95", "int32", "0;100", "95::float64"),
                of("p99", "int32", "0;100", "99::float64"),
                of("top_k", "int32 | 2::uint8", "1;3;3;2;3;1", "[(3,3),(1,2)]::array(tuple(int32, uint64))"),
                of("top_k", "int32 | 1::uint8 | false::bool", "1;3;3", "[3]::array(int32)"),
                of("min_k", "int32 | 2::uint8", "5;1;3", "[1,3]::array(int32)"),
                of(
                        "max_k",
                        "int32 | 2::uint8 | string",
                        "5,,a;1,,b;7,,c",
                        "[(7,'c'),(5,'a')]::array(tuple(int32, string))"),
                of("group_array", "string", "b;a;b", "['b','a','b']::array(string)"),
                of("group_array", "int32 | 2::uint8", "5;6;7", "[5,6]::array(int32)"),
                of("group_array_last", "int32 | 2::uint8", "5;6;7", "[6,7]::array(int32)"),
                of("group_array_sorted", "int32", "5;1;3", "[1,3,5]::array(int32)"),
                of("group_uniq_array", "int32", "5;1;5", "[5,1]::array(int32)"),
                of("group_concat", "string", "a;b", "a,b::string"),
                of("group_concat", "int32 | -::string", "1;2", "1-2::string"),
                of("moving_sum", "int32", "1;2;3", "[1,3,6]::array(int64)"),
                of("moving_sum", "float64", "0.5;2", "[0.5,2.5]::array(float64)"),
                of("var_pop", "int32", "1;3", "1::float64"),
                of("var_samp", "int32", "1;3", "2::float64"),
                of("stddev_pop", "int32", "1;5", "2::float64"),
                of("stddev_samp", "int32", "0;0;3;3", "1.7320508075688772::float64"),
                of("skew_pop", "int32", "1;2;3", "0::float64"),
                of("skew_samp", "int32", "1;2;3", "0::float64"),
                of("kurt_pop", "int32", "1;1;3;3", "1::float64"),
                of("kurt_samp", "int32", "1;1;3;3", "0.5625::float64"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheSameByGroupAndAsAWhole(Case sample) {
        List<List<String>> rows = Stream.of(sample.rows.split(";"))
                .map(row -> Arrays.asList(row.split(",", -1)))
                .toList();
        assertThat(Sql.aggregate(sample.function, rows, sample.types.toArray(String[]::new)))
                .isEqualTo(sample.expected);
    }

    @Test
    void everyAggregateHasACase() {
        Set<String> shown = cases().map(Case::function).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (AggregateFunction function : Registry.INSTANCE.aggregates()) {
            if (!shown.contains(function.name())
                    && !shown.contains(function.name().replaceAll("_if$", ""))) {
                missing.add(function.name());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void distinctCountsEachValueOnce() {
        List<List<String>> rows = List.of(List.of("1"), List.of("2"), List.of("1"));
        assertThat(Sql.aggregate("count", true, rows, "int32")).isEqualTo("2::uint64");
        assertThat(Sql.aggregate("sum", true, rows, "int32")).isEqualTo("3::int64");
    }

    @Test
    void emptyGroupsHaveTheTypesZero() {
        assertThat(empty("sum", DataType.INT32)).isEqualTo(0L);
        assertThat(empty("max", DataType.STRING)).isEqualTo("");
        assertThat(empty("max", DataType.INT64)).isEqualTo(0L);
        assertThat(empty("min", DataType.FLOAT64)).isEqualTo(0.0);
        assertThat(empty("avg", DataType.INT32)).isEqualTo(Double.NaN);
        assertThat(empty("sum", DataType.INT32.asNullable())).isNull();
    }

    private static @org.jspecify.annotations.Nullable Object empty(String function, DataType type) {
        AggregateFunction aggregate = Objects.requireNonNull(Functions.aggregate(function));
        List<Expr> arguments = List.of(new Expr.ColumnRef(0, "x", type));
        Accumulator accumulator = aggregate.accumulator(arguments, aggregate.resolve(arguments), false);
        return io.millrace.sql.batch.Vectors.value(accumulator.result(new int[] {0}, 1), 0);
    }

    @Test
    void aGroupThatWasResetStartsAgain() {
        for (String name : List.of("count", "sum", "avg", "min", "max", "latest", "median")) {
            AggregateFunction aggregate = Objects.requireNonNull(Functions.aggregate(name));
            List<Expr> arguments = List.of(new Expr.ColumnRef(0, "x", DataType.INT32));
            Accumulator accumulator = aggregate.accumulator(arguments, aggregate.resolve(arguments), false);
            accumulator.addAll(0, new Vector[] {new LongVector(new long[] {100, -100})}, 0, 2);
            accumulator.reset(0);
            accumulator.addAll(0, new Vector[] {new LongVector(new long[] {7})}, 0, 1);
            Object value = io.millrace.sql.batch.Vectors.value(accumulator.result(new int[] {0}, 1), 0);
            assertThat(((Number) Objects.requireNonNull(value)).doubleValue())
                    .as(name)
                    .isEqualTo(name.equals("count") ? 1 : 7);
        }
    }

    @Test
    void estimatesManyDifferentValuesWithinOnePercent() {
        UniqueSample sample = new UniqueSample();
        for (long i = 0; i < 1_000_000; i++) {
            sample.add(Random64.mix(i));
            sample.add(Random64.mix(i));
        }
        assertThat(sample.estimate()).isBetween(985_000L, 1_015_000L);
    }

    @Test
    void quantilesOfManyValuesComeFromASample() {
        Reservoir reservoir = new Reservoir();
        for (int i = 0; i < 1_000_000; i++) {
            reservoir.add(i);
        }
        assertThat(reservoir.quantile(0.5)).isBetween(470_000.0, 530_000.0);
    }

    @Test
    void sumsOfManyGroupsGrow() {
        AggregateFunction aggregate = Objects.requireNonNull(Functions.aggregate("avg"));
        List<Expr> arguments = List.of(new Expr.ColumnRef(0, "x", DataType.FLOAT64));
        Accumulator accumulator = aggregate.accumulator(arguments, DataType.FLOAT64, false);
        int size = 100_000;
        int[] groups = new int[size];
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            groups[i] = i;
            values[i] = i;
        }
        accumulator.add(groups, new Vector[] {new DoubleVector(values)}, size, size);
        double[] result = ((DoubleVector) accumulator.result(groups, size)).values;
        assertThat(result[99_999]).isEqualTo(99_999);
        assertThat(result[1]).isEqualTo(1);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> resolve("sum", DataType.STRING))
                .isInstanceOfSatisfying(
                        SqlException.class,
                        e -> assertThat(e.code()).isEqualTo(SqlException.Code.ILLEGAL_TYPE_OF_ARGUMENT));
        assertThatThrownBy(() -> resolve("sum"))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.code()).isEqualTo(SqlException.Code.NUMBER_OF_ARGUMENTS));
        assertThatThrownBy(() -> resolve("sum_if", DataType.INT32, DataType.STRING))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("condition");
    }

    private static void resolve(String function, DataType... types) {
        List<Expr> arguments = Arrays.stream(types)
                .map(type -> (Expr) new Expr.ColumnRef(0, "x", type))
                .toList();
        Objects.requireNonNull(Functions.aggregate(function)).resolve(arguments);
    }
}
