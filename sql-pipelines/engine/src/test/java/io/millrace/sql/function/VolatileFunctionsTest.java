package io.millrace.sql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.time.Ticker;
import io.millrace.sql.SqlException;
import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.expr.Calls;
import io.millrace.sql.expr.Compiler;
import io.millrace.sql.expr.Evaluator;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Texts;
import io.millrace.sql.type.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions whose value is not in their arguments. Seeds are fixed, so results are too. */
final class VolatileFunctionsTest {

    private static final int SIZE = 10_000;

    private static Expr.Call call(String function, Object... arguments) {
        return Calls.of(
                function,
                Arrays.stream(arguments)
                        .map(argument ->
                                argument instanceof Expr expression ? expression : Sql.literal((String) argument))
                        .toList());
    }

    private static Vector evaluate(Expr expression, int size) {
        return Compiler.compile(expression, Sql.CONTEXT).first(new Vector[0], size);
    }

    private static long[] longs(Expr expression) {
        return Arrays.copyOf(((LongVector) evaluate(expression, SIZE)).values, SIZE);
    }

    private static double[] doubles(Expr expression) {
        return Arrays.copyOf(((DoubleVector) evaluate(expression, SIZE)).values, SIZE);
    }

    @Test
    void randIsUniformOver32Bits() {
        long[] values = longs(call("rand"));
        assertThat(Arrays.stream(values)).allMatch(value -> value >= 0 && value <= 0xFFFF_FFFFL);
        assertThat(Arrays.stream(values).average().orElse(0) / 0xFFFF_FFFFL).isBetween(0.49, 0.51);
        long[] counts = new long[4];
        for (long value : longs(call("modulo", call("rand"), "4::uint8"))) {
            counts[(int) value]++;
        }
        assertThat(Arrays.stream(counts)).allMatch(count -> count > 2_300 && count < 2_700);
    }

    @Test
    void rand64UsesAllBits() {
        assertThat(Arrays.stream(longs(call("rand64")))
                        .filter(value -> value < 0)
                        .count())
                .isBetween(4_700L, 5_300L);
    }

    @Test
    void equalCallsShareTheirValueAndOthersDoNot() {
        Expr remainder = call("modulo", call("rand"), "4::uint8");
        Evaluator evaluator =
                Compiler.compile(List.of(call("rand"), remainder, call("rand", "1::uint8"), call("rand")), Sql.CONTEXT);
        Vector[] results = evaluator.evaluate(new Vector[0], 100);
        long[] first = ((LongVector) results[0]).values;
        for (int i = 0; i < 100; i++) {
            assertThat(((LongVector) results[1]).values[i]).isEqualTo(first[i] % 4);
        }
        assertThat(((LongVector) results[2]).values).isNotEqualTo(first);
        assertThat(results[3]).isSameAs(results[0]);
        assertThat(((LongVector) evaluator.evaluate(new Vector[0], 100)[0]).values)
                .isNotEqualTo(first);
    }

    @Test
    void distributionsHaveTheirMeanAndSpread() {
        assertThat(Arrays.stream(doubles(call("rand_uniform", "5::uint8", "7::uint8")))
                        .summaryStatistics())
                .satisfies(s -> assertThat(s.getMin()).isBetween(5.0, 5.01))
                .satisfies(s -> assertThat(s.getMax()).isBetween(6.99, 7.0))
                .satisfies(s -> assertThat(s.getAverage()).isBetween(5.97, 6.03));
        double[] normal = doubles(call("rand_normal", "10::uint8", "4::uint8"));
        double mean = Arrays.stream(normal).average().orElse(0);
        double variance = Arrays.stream(normal)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElse(0);
        assertThat(mean).isBetween(9.9, 10.1);
        assertThat(variance).isBetween(3.8, 4.2);
        assertThat(Arrays.stream(doubles(call("rand_log_normal", "0::uint8", "1::uint8")))
                        .map(Math::log)
                        .average()
                        .orElse(9))
                .isBetween(-0.05, 0.05);
        assertThat(Arrays.stream(doubles(call("rand_exponential", "2::uint8")))
                        .average()
                        .orElse(0))
                .isBetween(0.48, 0.52);
    }

    @Test
    void randomTextsHaveTheirLengthAndSymbols() {
        BytesVector printable = (BytesVector) evaluate(call("random_printable_ascii", "12::uint8"), 100);
        for (int i = 0; i < 100; i++) {
            assertThat(printable.text(i)).hasSize(12).matches("[ -~]*");
        }
        BytesVector raw = (BytesVector) evaluate(call("random_string", "5::uint8"), 100);
        assertThat(raw.lengths).containsOnly(5);
        Expr.Call fixed = call("random_fixed_string", "3::uint8");
        assertThat(fixed.type().text()).isEqualTo("fixed_string(3)");
        assertThat(((BytesVector) evaluate(fixed, 10)).lengths).containsOnly(3);
    }

    @Test
    void uniqueRandomGivesEachNumberOnce() {
        long[] values = ((LongVector) evaluate(call("unique_random", "10::uint8", "1010::uint16"), 1000)).values;
        Set<Long> seen = new HashSet<>();
        for (long value : values) {
            assertThat(value).isBetween(10L, 1009L);
            seen.add(value);
        }
        assertThat(seen).hasSize(1000);
    }

    @Test
    void uuidsAreOfVersion4() {
        Object uuid = Vectors.value(evaluate(call("generate_uuid_v4"), 1), 0);
        assertThat(uuid).isInstanceOfSatisfying(java.util.UUID.class, value -> {
            assertThat(value.version()).isEqualTo(4);
            assertThat(value.variant()).isEqualTo(2);
        });
        assertThat(Functions.scalar("uuid")).isSameAs(Functions.scalar("generate_uuid_v4"));
    }

    static Stream<String> types() {
        return Stream.of(
                "bool",
                "int8",
                "int16",
                "int32",
                "int64",
                "int128",
                "int256",
                "uint8",
                "uint16",
                "uint32",
                "uint64",
                "uint128",
                "uint256",
                "string",
                "fixed_string(3)",
                "date",
                "date32",
                "datetime32",
                "datetime64(3)",
                "float32",
                "float64",
                "decimal32(3)",
                "decimal64(3)",
                "decimal128(9)",
                "decimal256(9)",
                "uuid",
                "ipv4",
                "ipv6",
                "decimal(9,4)",
                "enum8('a' = 1, 'b' = -5)",
                "nullable(int32)",
                "array(nullable(string))",
                "map(string, int32)",
                "tuple(a int8, b string)",
                "low_cardinality(string)",
                "json");
    }

    @ParameterizedTest
    @MethodSource("types")
    void randomDataFitsItsType(String text) {
        DataType type = Types.parse(text);
        Vector data = RandomData.kernel(type, new Random64(7)).apply(new Vector[0], 1_000);
        Vector inType = evaluate(call("random_in_type", text), 1_000);
        Set<String> different = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Object value = Vectors.value(data, i);
            different.add(Texts.format(value, type));
            if (value != null
                    && !text.startsWith("fixed")
                    && !text.contains("float")
                    && !text.contains("(string")
                    && !text.contains("string)")) {
                Object again = io.millrace.sql.type.Parsing.parse(Texts.format(value, type), type);
                assertThat(Texts.format(again, type)).isEqualTo(Texts.format(value, type));
            }
            Texts.format(Vectors.value(inType, i), type);
        }
        assertThat(different).hasSizeGreaterThan(text.equals("json") ? 0 : 1);
    }

    @Test
    void nullsComeOnceInSixteen() {
        Vector data =
                RandomData.kernel(DataType.INT32.asNullable(), new Random64(7)).apply(new Vector[0], SIZE);
        int nulls = 0;
        for (int i = 0; i < SIZE; i++) {
            nulls += data.isNull(i) ? 1 : 0;
        }
        assertThat(nulls).isBetween(550, 700);
    }

    @Test
    void randomInTypeKeepsBelowMaxAndAppliesTheLambda() {
        assertThat(Arrays.stream(longs(call("random_in_type", "int8", "5::uint8")))
                        .distinct()
                        .sorted())
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(Arrays.stream(longs(call("random_in_type", "int8")))).allMatch(value -> value >= 0);
        Expr x = new Expr.ColumnRef(0, "x", DataType.UINT8);
        Expr.Lambda lambda = new Expr.Lambda(List.of("x"), call("to_uint8", call("plus", x, "10::uint8")));
        assertThat(Arrays.stream(longs(call("random_in_type", "uint8", "5::uint8", lambda)))
                        .distinct()
                        .sorted())
                .containsExactly(10L, 11L, 12L, 13L, 14L);
        assertThatThrownBy(() -> call("random_in_type", "string", "5::uint8")).isInstanceOf(SqlException.class);
    }

    @Test
    void lambdasMapAndFilter() {
        Expr x = new Expr.ColumnRef(0, "x", DataType.INT32);
        Expr.Lambda twice = new Expr.Lambda(List.of("x"), call("multiply", x, "2::uint8"));
        Expr.Lambda large = new Expr.Lambda(List.of("x"), call("greater", x, "1::uint8"));
        assertThat(Vectors.value(evaluate(call("array_map", twice, "[1,2]::array(int32)"), 1), 0))
                .isEqualTo(List.of(2L, 4L));
        assertThat(Vectors.value(evaluate(call("array_filter", large, "[1,2]::array(int32)"), 1), 0))
                .isEqualTo(List.of(2L));
        assertThat(Vectors.value(evaluate(call("array_sum", twice, "[1,2]::array(int32)"), 1), 0))
                .isEqualTo(6L);
    }

    @Test
    void theClockIsTheTickers() {
        Ticker ticker = new Ticker() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public Instant now() {
                return Instant.parse("2020-02-02T20:00:01.234567890Z");
            }

            @Override
            public void sleep(Duration duration) {}
        };
        KernelContext context = new KernelContext(ticker, 1);
        assertThat(clock(call("now"), context)).isEqualTo("2020-02-02 20:00:01");
        assertThat(clock(call("now64"), context)).isEqualTo("2020-02-02 20:00:01.234");
        assertThat(clock(call("now64", "9::uint8", "Asia/Tokyo"), context)).isEqualTo("2020-02-03 05:00:01.234567890");
        assertThat(clock(call("today"), context)).isEqualTo("2020-02-02");
        assertThat(clock(call("today", "Asia/Tokyo"), context)).isEqualTo("2020-02-03");
        assertThat(clock(call("yesterday"), context)).isEqualTo("2020-02-01");
    }

    private static String clock(Expr.Call call, KernelContext context) {
        return Texts.format(Compiler.constant(call, context), call.type());
    }

    @Test
    void monotonicCountsOverBatches() {
        Evaluator evaluator = Compiler.compile(call("monotonic", "100::uint8"), Sql.CONTEXT);
        assertThat(((LongVector) evaluator.first(new Vector[0], 2)).values).containsExactly(100, 101);
        assertThat(((LongVector) evaluator.first(new Vector[0], 2)).values).containsExactly(102, 103);
        for (String wrong : List.of("1.0::float64", "1")) {
            assertThatThrownBy(() -> call("monotonic", wrong))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            e -> assertThat(e.code().number()).isEqualTo(36));
        }
    }

    @Test
    void lagLooksBackOverBatches() {
        Expr x = new Expr.ColumnRef(0, "x", DataType.INT32);
        Evaluator evaluator = Compiler.compile(
                List.of(
                        call("lag", x),
                        call("lag", x, "2::uint8", "-1::int8"),
                        call("lags", x, "1::uint8", "3::uint8")),
                Sql.CONTEXT);
        Vector[] first = evaluator.evaluate(new Vector[] {new LongVector(new long[] {1, 2})}, 2);
        Vector[] second = evaluator.evaluate(new Vector[] {new LongVector(new long[] {3, 4})}, 2);
        assertThat(Vectors.value(first[0], 0)).isNull();
        assertThat(Vectors.value(first[0], 1)).isEqualTo(1L);
        assertThat(Vectors.value(second[0], 0)).isEqualTo(2L);
        assertThat(Vectors.value(first[1], 1)).isEqualTo(-1L);
        assertThat(Vectors.value(second[1], 0)).isEqualTo(1L);
        assertThat(Vectors.value(second[2], 1)).isEqualTo(List.of(3L, 2L, 1L));
        assertThat(Vectors.value(first[2], 0)).isEqualTo(List.of(0L, 0L, 0L));
    }
}
