package io.millrace.sql.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.flow.Chunk;
import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import io.millrace.sql.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonRowsTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    /** Rows of the reference system's README, as its code sends them. */
    @Test
    void writesTheRowsOfTheReferenceSystem() {
        Schema schema = new Schema(List.of(
                new Column("device", DataType.STRING),
                new Column("temperature", DataType.FLOAT32),
                new Column("_tp_time", DataType.datetime64(3, "UTC"))));
        RowBatch batch = new RowBatch(
                schema,
                2,
                texts("device1", "device2"),
                new DoubleVector(new double[] {16.9f, 55}),
                new LongVector(new long[] {1_705_978_237_798L, 1_705_978_238_000L}));
        assertThat(new JsonRows(schema).encode(batch)).hasToString("""
                        {"device": "device1", "temperature": 16.899999618530273, "_tp_time": "2024-01-23 02:50:37.798000+00:00"}
                        {"device": "device2", "temperature": 55.0, "_tp_time": "2024-01-23 02:50:38+00:00"}
                        """);
    }

    @Test
    void writesTheWindowsOfTheReferenceSystem() {
        Schema schema = new Schema(List.of(
                new Column("window_start", DataType.datetime64(3, "UTC")), new Column("count", DataType.UINT64)));
        RowBatch batch = new RowBatch(
                schema, 1, new LongVector(new long[] {1_705_978_328_000L}), new LongVector(new long[] {1000}));
        assertThat(new JsonRows(schema).encode(batch))
                .hasToString("{\"window_start\": \"2024-01-23 02:52:08+00:00\", \"count\": 1000}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT8|-128|-128",
                "INT64|-9223372036854775808|-9223372036854775808",
                "UINT32|4294967295|4294967295",
                "UINT64|-1|18446744073709551615",
                "BOOL|1|true",
                "BOOL|0|false",
                "DATE|19745|\"2024-01-23\"",
                "DATE32|-25567|\"1900-01-01\"",
                "DATETIME|1705978237|\"2024-01-23 02:50:37+00:00\"",
                "DATETIME|-1|\"1969-12-31 23:59:59+00:00\"",
                "IPV4|3232235777|\"192.168.1.1\"",
                "IPV4|4294967295|\"255.255.255.255\""
            })
    void writesWhatIsKeptAsLong(TypeKind kind, long value, String expected) {
        assertThat(single(DataType.of(kind), new LongVector(new long[] {value})))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "0|none|1705978237|2024-01-23 02:50:37+00:00",
                "1|none|17059782375|2024-01-23 02:50:37.500000+00:00",
                "6|none|1705978237000001|2024-01-23 02:50:37.000001+00:00",
                "9|none|1705978237123456789|2024-01-23 02:50:37.123456+00:00",
                "9|none|1705978237000000789|2024-01-23 02:50:37+00:00",
                "3|none|-1|1969-12-31 23:59:59.999000+00:00",
                "3|Europe/Helsinki|1705978237798|2024-01-23 04:50:37.798000+02:00",
                "3|Europe/Helsinki|1720000000000|2024-07-03 12:46:40+03:00",
                "3|America/St_Johns|1705978237798|2024-01-22 23:20:37.798000-03:30",
                "0|Europe/Helsinki|-2840146789|1880-01-01 00:00:00+01:39:49"
            })
    void writesTimestampsInTheirZone(int precision, @Nullable String zone, long ticks, String expected) {
        assertThat(single(DataType.datetime64(precision, zone), new LongVector(new long[] {ticks})))
                .isEqualTo('"' + expected + '"');
    }

    @Test
    void writesTimestampsOfAnySize() {
        for (long ticks : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 253_402_300_800L, -62_135_596_801L}) {
            assertThat(single(DataType.datetime64(0, null), new LongVector(new long[] {ticks})))
                    .startsWith("\"")
                    .endsWith("+00:00\"");
            assertThat(single(DataType.DATE, new LongVector(new long[] {ticks})))
                    .startsWith("\"")
                    .endsWith("\"");
        }
    }

    @Test
    void writesIntervalsEnumsAndNulls() {
        assertThat(single(DataType.interval(TimeUnit.SECOND), new LongVector(new long[] {5})))
                .isEqualTo("5");
        DataType colour = DataType.enumeration(TypeKind.ENUM8, Map.of("rot", 1, "grün", -2));
        assertThat(single(colour, new LongVector(new long[] {-2}))).isEqualTo("\"gr\\u00fcn\"");
        assertThat(single(colour, new LongVector(new long[] {7}))).isEqualTo("\"7\"");
        assertThat(single(DataType.NOTHING, new LongVector(new long[1], new boolean[] {true})))
                .isEqualTo("null");
        assertThat(single(DataType.datetime64(3, null).asNullable(), new LongVector(new long[1], new boolean[] {true})))
                .isEqualTo("null");
        assertThat(single(
                        DataType.datetime64(3, null).asNullable(), new LongVector(new long[1], new boolean[] {false})))
                .isEqualTo("\"1970-01-01 00:00:00+00:00\"");
    }

    @ParameterizedTest
    @CsvSource({"55, 55.0", "1e16, 1e+16", "NaN, null", "Infinity, null", "-Infinity, null", "-0.0, -0.0"})
    void writesFloatsAndNullForWhatJsonCannotSay(double value, String expected) {
        assertThat(single(DataType.FLOAT64, new DoubleVector(new double[] {value})))
                .isEqualTo(expected);
    }

    @Test
    void writesTexts() {
        assertThat(single(DataType.STRING, texts("a\"b\n"))).isEqualTo("\"a\\\"b\\n\"");
        assertThat(single(DataType.fixedString(6), texts("ab\0c\0\0"))).isEqualTo("\"ab\\u0000c\"");
        assertThat(single(DataType.of(TypeKind.JSON), texts("{\"a\" :1}"))).isEqualTo("{\"a\": 1}");
        assertThat(single(DataType.of(TypeKind.JSON), texts("{\"a\" :"))).isEqualTo("\"{\\\"a\\\" :\"");
    }

    @Test
    void writesWideNumbersExactly() {
        BigInteger wide = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
        assertThat(single(DataType.of(TypeKind.UINT256), objects(wide))).isEqualTo(wide.toString());
        assertThat(single(
                        DataType.of(TypeKind.INT128),
                        objects(wide.shiftRight(129).negate())))
                .isEqualTo(wide.shiftRight(129).negate().toString());
        assertThat(single(DataType.decimal(38, 10), objects(new BigDecimal("-0.0000000010"))))
                .isEqualTo("-0.0000000010");
        assertThat(single(DataType.decimal(9, 2), objects(new BigDecimal("1E+5").setScale(2))))
                .isEqualTo("100000.00");
    }

    @Test
    void writesIdsAndAddresses() {
        UUID id = UUID.fromString("61f0c404-5cb3-11e7-907b-a6006ad3dba0");
        assertThat(single(DataType.of(TypeKind.UUID), objects(id))).isEqualTo('"' + id.toString() + '"');
        DataType address = DataType.of(TypeKind.IPV6);
        assertThat(single(address, objects("2001:db8::1"))).isEqualTo("\"2001:db8::1\"");
        assertThat(single(address, objects(InetAddress.ofLiteral("2001:db8:0:0:1:0:0:1"))))
                .isEqualTo("\"2001:db8::1:0:0:1\"");
        assertThat(single(address, objects(InetAddress.ofLiteral("::")))).isEqualTo("\"::\"");
        assertThat(single(address, objects(InetAddress.ofLiteral("1::")))).isEqualTo("\"1::\"");
        assertThat(single(address, objects(InetAddress.ofLiteral("::1")))).isEqualTo("\"::1\"");
        assertThat(single(address, objects(InetAddress.ofLiteral("1:0:2:3:4:5:6:7"))))
                .isEqualTo("\"1:0:2:3:4:5:6:7\"");
        assertThat(single(address, objects(InetAddress.ofLiteral("::ffff:1.2.3.4"))))
                .isEqualTo("\"::ffff:1.2.3.4\"");
    }

    @Test
    void writesNestedValuesOfEveryType() {
        DataType dates = DataType.array(DataType.DATE);
        assertThat(single(dates, objects(List.of(0L, 19_745L)))).isEqualTo("[\"1970-01-01\", \"2024-01-23\"]");
        assertThat(single(dates, objects(List.of()))).isEqualTo("[]");
        DataType tuple = DataType.tuple(
                List.of(
                        DataType.STRING,
                        DataType.FLOAT32,
                        DataType.datetime64(3, null).asNullable(),
                        DataType.array(DataType.UINT64),
                        DataType.BOOL),
                List.of());
        assertThat(single(tuple, objects(Arrays.asList("ä", 0.1f + 0d, null, List.of(-1L), 1L))))
                .isEqualTo("[\"\\u00e4\", 0.10000000149011612, null, [18446744073709551615], true]");
        DataType map = DataType.map(DataType.INT32, DataType.array(DataType.STRING));
        Map<Object, Object> entries = new LinkedHashMap<>();
        entries.put(2L, List.of("x", "y"));
        entries.put(1L, List.of());
        assertThat(single(map, objects(entries))).isEqualTo("{\"2\": [\"x\", \"y\"], \"1\": []}");
        assertThat(single(map, objects(Map.of()))).isEqualTo("{}");
        assertThat(single(DataType.map(DataType.STRING, DataType.FLOAT64), objects(Map.of("a\"", Double.NaN))))
                .isEqualTo("{\"a\\\"\": null}");
        assertThat(single(DataType.map(DataType.DATE, DataType.BOOL), objects(Map.of(0L, true))))
                .isEqualTo("{\"1970-01-01\": true}");
        assertThat(single(
                        DataType.map(DataType.array(DataType.STRING), DataType.INT8),
                        objects(Map.of(List.of("k"), 1L))))
                .isEqualTo("{\"[\\\"k\\\"]\": 1}");
    }

    @Test
    void escapesColumnNamesOfAnyLength() {
        for (int length : new int[] {0, 1, 10, 11, 12, 26, 27, 28, 29, 100}) {
            String name = "ü\"" + "n".repeat(length);
            Schema schema = new Schema(List.of(new Column(name, DataType.INT8), new Column(name, DataType.INT8)));
            RowBatch batch = new RowBatch(schema, 1, new LongVector(new long[] {1}), new LongVector(new long[] {2}));
            String key = "\"\\u00fc\\\"" + "n".repeat(length) + "\": ";
            assertThat(new JsonRows(schema).encode(batch)).hasToString("{" + key + "1, " + key + "2}\n");
        }
    }

    @Test
    void writesRowsWithoutColumnsAndBatchesWithoutRows() {
        assertThat(new JsonRows(new Schema(List.of())).encode(new RowBatch(new Schema(List.of()), 2)))
                .hasToString("{}\n{}\n");
        Schema schema = new Schema(List.of(new Column("1", DataType.UINT8)));
        Chunk chunk = new JsonRows(schema).encode(new RowBatch(schema, 0, new LongVector(new long[0])));
        assertThat(chunk.rows()).isZero();
        assertThat(chunk.length()).isZero();
    }

    @Test
    void remembersRepeatedFloatsWithoutMixingThemUp() {
        Schema schema = new Schema(List.of(new Column("x", DataType.FLOAT64)));
        JsonRows rows = new JsonRows(schema);
        SplittableRandom random = new SplittableRandom(5);
        // repeated, then never repeated, then repeated again: the table is built, paused and used again
        for (int batch = 0; batch < 45; batch++) {
            double[] values = new double[1_000];
            boolean repeats = batch < 15 || batch > 30;
            for (int i = 0; i < values.length; i++) {
                values[i] = repeats ? random.nextInt(6_000) / 10f : Double.longBitsToDouble(random.nextLong());
            }
            values[0] = 0.0;
            values[1] = -0.0;
            values[2] = -2.2250738585072014e-308;
            values[3] = Double.NaN;
            String expected = Arrays.stream(values)
                    .mapToObj(value -> "{\"x\": " + text(value) + "}\n")
                    .collect(Collectors.joining());
            assertThat(rows.encode(new RowBatch(schema, values.length, new DoubleVector(values)))
                            .toString())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_240_123})
    void growsWithItsRowsAndKeepsEachReadable(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Schema schema = new Schema(List.of(
                new Column("text", DataType.STRING),
                new Column("number", DataType.FLOAT64.asNullable()),
                new Column("list", DataType.array(DataType.STRING)),
                new Column("end", DataType.INT64)));
        JsonRows rows = new JsonRows(schema);
        for (int batch = 0; batch < 8; batch++) {
            int size = random.nextInt(200);
            String[] texts = new String[size];
            double[] numbers = new double[size];
            boolean[] nulls = new boolean[size];
            Object[] lists = new Object[size];
            long[] ends = new long[size];
            for (int i = 0; i < size; i++) {
                texts[i] = "\u0001ä\"".repeat(random.nextInt(1 << random.nextInt(12)));
                numbers[i] = random.nextDouble();
                nulls[i] = random.nextBoolean();
                lists[i] = List.of(texts[i], "", "b");
                ends[i] = random.nextLong();
            }
            Chunk chunk = rows.encode(new RowBatch(
                    schema,
                    size,
                    texts(texts),
                    new DoubleVector(numbers, nulls),
                    new ObjectVector(lists, null),
                    new LongVector(ends)));
            assertThat(chunk.rows()).isEqualTo(size);
            for (int i = 0; i < size; i++) {
                int start = chunk.rowStart(i);
                assertThat(chunk.bytes()[chunk.rowEnd(i) - 1]).isEqualTo((byte) '\n');
                JsonNode row = JACKSON.readTree(chunk.bytes(), start, chunk.rowEnd(i) - start);
                assertThat(row.get("text").textValue()).isEqualTo(texts[i]);
                assertThat(row.get("number").isNull()).isEqualTo(nulls[i]);
                assertThat(row.get("list").get(0).textValue()).isEqualTo(texts[i]);
                assertThat(row.get("end").longValue()).isEqualTo(ends[i]);
            }
        }
    }

    @Test
    void givesTheKeyColumnsValueAsKey() {
        Schema schema = new Schema(List.of(
                new Column("device", DataType.STRING),
                new Column("id", DataType.INT64.asNullable()),
                new Column("x", DataType.FLOAT64)));
        RowBatch batch = new RowBatch(
                schema,
                3,
                texts("a", "b", "a"),
                new LongVector(new long[] {1, 2, 3}, new boolean[] {false, true, true}),
                new DoubleVector(new double[] {1, 2, 2}));
        Chunk byDevice = new JsonRows(schema, "device").encode(batch);
        assertThat(byDevice.key(0)).isEqualTo(byDevice.key(2)).isNotEqualTo(byDevice.key(1));
        Chunk byId = new JsonRows(schema, "id").encode(batch);
        assertThat(byId.key(1)).isEqualTo(byId.key(2)).isNotEqualTo(byId.key(0));
        Chunk byValue = new JsonRows(schema, "x").encode(batch);
        assertThat(byValue.key(1)).isEqualTo(byValue.key(2)).isNotEqualTo(byValue.key(0));
        assertThat(new JsonRows(schema).encode(batch).keyed()).isFalse();
        assertThatThrownBy(() -> new JsonRows(schema, "colour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no column 'colour' among [device, id, x]");
    }

    @Test
    void describesItsColumns() {
        Schema schema = new Schema(List.of(
                new Column("device", DataType.STRING),
                new Column(
                        "ä",
                        DataType.enumeration(TypeKind.ENUM8, Map.of("x\"", 1)).asNullable())));
        assertThat(new JsonRows(schema).schemaJson())
                .isEqualTo("{\"columns\": [{\"name\": \"device\", \"type\": \"string\"}, "
                        + "{\"name\": \"\\u00e4\", \"type\": \"nullable(enum8('x\\\"' = 1))\"}]}");
    }

    private static String text(double value) {
        byte[] bytes = new byte[DoubleText.MAX_BYTES + 8];
        return Double.isFinite(value)
                ? new String(bytes, 0, DoubleText.write(bytes, 0, value), StandardCharsets.US_ASCII)
                : "null";
    }

    private static String single(DataType type, Vector vector) {
        Schema schema = new Schema(List.of(new Column("x", type)));
        String row =
                new JsonRows(schema).encode(new RowBatch(schema, 1, vector)).toString();
        assertThat(row).startsWith("{\"x\": ").endsWith("}\n");
        return row.substring(6, row.length() - 2);
    }

    private static ObjectVector objects(Object value) {
        return new ObjectVector(new Object[] {value}, null);
    }

    private static BytesVector texts(String... texts) {
        List<byte[]> encoded = new ArrayList<>();
        int[] starts = new int[texts.length];
        int[] lengths = new int[texts.length];
        int total = 0;
        for (int i = 0; i < texts.length; i++) {
            encoded.add(texts[i].getBytes(StandardCharsets.UTF_8));
            starts[i] = total;
            lengths[i] = encoded.get(i).length;
            total += lengths[i];
        }
        byte[] data = new byte[total];
        for (int i = 0; i < texts.length; i++) {
            System.arraycopy(encoded.get(i), 0, data, starts[i], lengths[i]);
        }
        return new BytesVector(data, starts, lengths, null);
    }
}
