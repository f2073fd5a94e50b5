package io.millrace.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.data.ClickHouseFormat;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowEncoderTest {

    private static final long SEED = 20_251_122;
    private static final List<TableColumn> COLUMNS = List.of(
            new TableColumn("id", "UInt64", ""),
            new TableColumn("price", "Nullable(Float64)", ""),
            new TableColumn("size", "Float64", "DEFAULT"),
            new TableColumn("name", "LowCardinality(Nullable(String))", ""),
            new TableColumn("we`ird", "String", ""));

    private final RowEncoder encoder = new RowEncoder("t", COLUMNS);

    @Test
    void writesOnlyTheColumnsThatAllRowsGive() {
        byte[] bytes =
                encode("{\"id\":1,\"we`ird\":\"a\"}", "{\"we`ird\":\"b\",\"id\":2,\"type\":\"x\",\"size\":null}");
        assertThat(encoder.form())
                .isEqualTo(new RowEncoder.Form(List.of("`id`", "`we\\`ird`"), ClickHouseFormat.RowBinary));
        assertThat(bytes).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 1, 'a', 2, 0, 0, 0, 0, 0, 0, 0, 1, 'b');
    }

    @Test
    void aNullIsAValueOfItsColumn() {
        byte[] bytes = encode("{\"name\":null}", "{\"name\":\"a\"}");
        assertThat(encoder.form().format()).isEqualTo(ClickHouseFormat.RowBinary);
        assertThat(bytes).containsExactly(1, 0, 1, 'a');
    }

    @Test
    void marksDefaultsWhenRowsGiveDifferentColumns() {
        byte[] bytes = encode("{\"we`ird\":\"a\"}", "{\"name\":null}");
        assertThat(encoder.form())
                .isEqualTo(new RowEncoder.Form(
                        List.of("`id`", "`price`", "`size`", "`name`", "`we\\`ird`"),
                        ClickHouseFormat.RowBinaryWithDefaults));
        assertThat(bytes).containsExactly(1, 1, 1, 1, 0, 1, 'a', 1, 1, 1, 0, 1, 1);
    }

    @Test
    void marksDefaultsWhenNoColumnIsGiven() {
        assertThat(encode("{\"other\":1}", "{}")).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(encoder.form().format()).isEqualTo(ClickHouseFormat.RowBinaryWithDefaults);
    }

    @Test
    void comesBackWhenRowsAreAlikeAgain() {
        encode("{\"id\":1}", "{\"size\":1}");
        encode("{\"id\":1}", "{\"id\":2}");
        assertThat(encoder.form().format()).isEqualTo(ClickHouseFormat.RowBinaryWithDefaults);
        encode("{\"id\":1}", "{\"id\":2}");
        assertThat(encoder.form().format()).isEqualTo(ClickHouseFormat.RowBinary);
    }

    @Test
    void namesTheRowThatDoesNotFit() {
        for (String second : List.of("{\"id\":2}", "{\"size\":2}")) {
            assertThatThrownBy(() -> encode("{\"id\":1}", second, "{\"id\":-1}"))
                    .isInstanceOf(PoisonException.class)
                    .hasMessage("row 3 of a batch for t: id must be a whole number from 0 to 18446744073709551615,"
                            + " was -1");
        }
    }

    @Test
    void writesAnyBatchAsTheTwoFormsDemand() {
        Random random = new Random(SEED);
        Set<ClickHouseFormat> formats = new HashSet<>();
        for (int i = 0; i < 3_000; i++) {
            List<JsonRow> rows = rows(random);
            byte[] bytes = encode(rows);
            formats.add(encoder.form().format());
            boolean marked = encoder.form().format() == ClickHouseFormat.RowBinaryWithDefaults;
            assertThat(bytes)
                    .as("seed %d, batch %d: %s", SEED, i, rows)
                    .isEqualTo(slowly(rows, marked, new HashSet<>(encoder.form().columns())));
        }
        assertThat(formats)
                .containsExactlyInAnyOrder(ClickHouseFormat.RowBinary, ClickHouseFormat.RowBinaryWithDefaults);
    }

    private static List<JsonRow> rows(Random random) {
        List<String> names = new ArrayList<>(List.of("id", "price", "size", "name", "we`ird", "type"));
        Collections.shuffle(names, random);
        List<String> some = names.subList(0, random.nextInt(names.size() + 1));
        boolean alike = random.nextInt(3) > 0;
        List<JsonRow> rows = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (String name : some) {
                if (alike || random.nextBoolean()) {
                    boolean none = random.nextInt(6) == 0 && (!alike || name.equals("price") || name.equals("name"));
                    fields.put(name, none ? null : Integer.toString(random.nextInt(1_000)));
                }
            }
            rows.add(JsonRow.of(fields));
        }
        return rows;
    }

    /** Field by field, as the formats are described. */
    private static byte[] slowly(List<JsonRow> rows, boolean marked, Set<String> columns) {
        RowBuffer out = new RowBuffer();
        for (JsonRow row : rows) {
            for (TableColumn column : COLUMNS) {
                Object value = row.field(column.name());
                boolean nullable = column.type().contains("Nullable");
                boolean given = value != null || (nullable && row.fields().containsKey(column.name()));
                if (!marked) {
                    assertThat(columns.contains(Sql.name(column.name()))).isEqualTo(given);
                } else {
                    out.putByte(given ? 0 : 1);
                }
                if (given && nullable) {
                    out.putByte(value == null ? 1 : 0);
                }
                ColumnEncoder encoder = ColumnEncoders.of(column.type());
                if (value != null && encoder != null) {
                    encoder.write(value, out);
                }
            }
        }
        return out.toBytes();
    }

    private byte[] encode(String... rows) {
        return encode(Arrays.stream(rows).map(JsonRow::read).toList());
    }

    private byte[] encode(List<JsonRow> rows) {
        RowBuffer out = new RowBuffer();
        encoder.encode(rows.stream().map(row -> Record.of(row, Instant.EPOCH)).toList(), out);
        return out.toBytes();
    }
}
