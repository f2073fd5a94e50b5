package io.millrace.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.BatchId;
import io.millrace.core.failure.PoisonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of columns of each type is what went in. */
class ColumnsIT {

    private final Table table;

    ColumnsIT() throws Exception {
        table = Table.fresh(server());
    }

    /** Where the table is. */
    ClickHouseServer server() throws Exception {
        return ClickHouseServer.shared();
    }

    private ClickHouseSink sink() {
        return new ClickHouseSink(table.settings().with(false, null));
    }

    private void column(String type) throws Exception {
        table.query("CREATE TABLE %s (v " + type + ") ENGINE = MergeTree ORDER BY tuple()");
    }

    /** Batches that give the same columns in all rows are sent without the others. */
    @Test
    void defaultsAreTheTablesWhateverRowsGive() throws Exception {
        table.query("CREATE TABLE %s (a UInt64, b UInt64 DEFAULT a * 2, c Nullable(String) DEFAULT 'none', d String)"
                + " ENGINE = MergeTree ORDER BY a");
        try (ClickHouseSink sink = sink()) {
            sink.open();
            sink.write(new BatchId("s", 0, 1), Table.batch("{\"d\":\"x\",\"a\":1}", "{\"a\":2,\"d\":\"y\"}"));
            sink.write(new BatchId("s", 2, 3), Table.batch("{\"a\":3,\"c\":null}", "{\"a\":4,\"b\":1}"));
            sink.write(new BatchId("s", 4, 5), Table.batch("{\"a\":5,\"c\":null}", "{\"a\":6,\"c\":\"z\"}"));
            sink.write(new BatchId("s", 6, 6), Table.batch("{\"a\":7,\"c\":\"t\"}"));
            sink.write(new BatchId("s", 7, 7), Table.batch("{}"));
        }
        assertThat(table.query("SELECT a, b, c, d FROM %s ORDER BY a")).isEqualTo("""
                        0\t0\tnone\t
                        1\t2\tnone\tx
                        2\t4\tnone\ty
                        3\t6\t\\N\t
                        4\t1\tnone\t
                        5\t10\t\\N\t
                        6\t12\tz\t
                        7\t14\tt\t
                        """.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UInt8|255|255",
                "UInt16|\"65535\"|65535",
                "UInt32|4294967295|4294967295",
                "UInt64|18446744073709551615|18446744073709551615",
                "Int8|-128|-128",
                "Int16|\"-32768\"|-32768",
                "Int32|-2147483648|-2147483648",
                "Int64|-9223372036854775808|-9223372036854775808",
                "Float32|\"0.25\"|0.25",
                "Float64|\"101496.91\"|101496.91",
                "Float64|1e300|1e300",
                "Decimal(9, 2)|\"-1234567.89\"|-1234567.89",
                "Decimal(18, 8)|\"0.00001635\"|0.00001635",
                "Decimal(38, 10)|\"-390095.33178020\"|-390095.3317802",
                "Decimal(38, 10)|\"1234567890123456789012345678.0123456789\"|1234567890123456789012345678.0123456789",
                "Decimal(76, 20)|-7|-7",
                "Decimal(38, 18)|\"-12345678901234567.8\"|-12345678901234567.8",
                "Bool|true|true",
                "Bool|0|false",
                "String|\"a b\"|a b",
                "String|12.50|12.50",
                "FixedString(4)|\"abcd\"|abcd",
                "UUID|\"d50ec984-77a8-460a-b958-66f114b0de9b\"|d50ec984-77a8-460a-b958-66f114b0de9b",
                "Date|\"2025-02-04\"|2025-02-04",
                "DateTime('UTC')|\"2025-02-04T02:00:06.419368Z\"|2025-02-04 02:00:06",
                "DateTime64(6, 'UTC')|\"2025-02-04T02:00:06.419368Z\"|2025-02-04 02:00:06.419368",
                "DateTime64(9, 'UTC')|\"2025-02-04T02:00:06.4Z\"|2025-02-04 02:00:06.400000000",
                "DateTime64(3, 'UTC')|\"1950-02-04T02:00:06.4191Z\"|1950-02-04 02:00:06.419",
                "LowCardinality(String)|\"buy\"|buy",
                "Nullable(Float64)|1.5|1.5",
                "Nullable(Float64)|null|\\N",
                "LowCardinality(Nullable(String))|null|\\N",
                "LowCardinality(Nullable(String))|\"x\"|x",
                "UInt8|null|0"
            })
    void keepValues(String type, String json, String text) throws Exception {
        column(type);
        try (ClickHouseSink sink = sink()) {
            sink.open();
            sink.write(new BatchId("s", 0, 0), Table.batch("{\"v\":" + json + "}"));
        }
        assertThat(table.query("SELECT * FROM %s")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UInt8|256|a whole number from 0 to 255, was 256",
                "UInt64|\"12a\"|a number, was '12a'",
                "Int32|[1]|a whole number from -2147483648 to 2147483647, was [1]",
                "Float64|true|a number, was true",
                "Float32|1e39|a number below 3.4e38, was 1E+39",
                "Decimal(9, 2)|\"0.001\"|a number of at most 7 digits before the point and 2 behind it, was '0.001'",
                "Bool|\"yes\"|true or false, was 'yes'",
                "FixedString(2)|\"abc\"|a text of at most 2 bytes, was 'abc'",
                "String|{}|a text, was {}",
                "UUID|\"1\"|a UUID, was '1'",
                "Date|\"1960-01-01\"|a time of the years 1970 to 2149, was '1960-01-01'",
                "DateTime|\"1960-01-01T00:00:00Z\"|a time of the years 1970 to 2106, was '1960-01-01T00:00:00Z'",
                "DateTime64(6)|5|a time such as 2025-02-04T02:00:06.419368Z, was 5",
            })
    void refuseValues(String type, String json, String message) throws Exception {
        column(type);
        try (ClickHouseSink sink = sink()) {
            sink.open();
            assertThatThrownBy(() -> sink.write(new BatchId("s", 0, 1), Table.batch("{}", "{\"v\":" + json + "}")))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage("row 2 of a batch for " + table.database() + ".t: v must be " + message);
        }
        assertThat(table.query("SELECT count() FROM %s")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takeTheirDefaultsForWhatIsMissing(boolean compress) throws Exception {
        table.query("CREATE TABLE %s (a UInt8, b String DEFAULT upper(concat('none of ', toString(a))),"
                + " c Nullable(Int8) DEFAULT 5, d UInt16 MATERIALIZED a * 2, e Array(String), f Array(Int8) DEFAULT [1])"
                + " ENGINE = MergeTree ORDER BY a");
        try (ClickHouseSink sink =
                new ClickHouseSink(table.settings().with(false, null).withCompression(compress))) {
            sink.open();
            sink.write(Table.batch(
                    "{\"a\":1}",
                    "{\"type\":\"x\",\"a\":2,\"b\":null,\"c\":null,\"d\":9,\"stranger\":1}",
                    "{\"b\":\"\",\"c\":7}"));
        }
        assertThat(table.query("SELECT a, b, c, d, e, f FROM %s ORDER BY a"))
                .isEqualTo("0\t\t7\t0\t[]\t[1]\n1\tNONE OF 1\t5\t2\t[]\t[1]\n2\tNONE OF 2\t\\N\t4\t[]\t[1]");
    }

    @Test
    void takeLargeBatchesCompressedAndNot() throws Exception {
        column("String");
        String[] rows = new String[20_000];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "{\"v\":\"" + "row %d \u00e4 ".formatted(i).repeat(10) + "\"}";
        }
        for (boolean compress : new boolean[] {true, false}) {
            try (ClickHouseSink sink =
                    new ClickHouseSink(table.settings().with(false, null).withCompression(compress))) {
                sink.open();
                sink.write(new BatchId("s" + compress, 0, rows.length - 1), Table.batch(rows));
            }
        }
        assertThat(table.query("SELECT count(), uniqExact(v) FROM %s")).isEqualTo("40000\t20000");
    }
}
