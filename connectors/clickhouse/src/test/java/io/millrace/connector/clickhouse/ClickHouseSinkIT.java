package io.millrace.connector.clickhouse;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.IdempotentSink;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.IdempotentSinkContract;
import io.millrace.core.testkit.SinkContract;
import java.util.List;

class ClickHouseSinkIT implements SinkContract<JsonRow>, IdempotentSinkContract<JsonRow> {

    private final Table table;

    ClickHouseSinkIT() throws Exception {
        table = Table.fresh(server());
    }

    /** Where the table is. */
    ClickHouseServer server() throws Exception {
        return ClickHouseServer.shared();
    }

    @Override
    public List<JsonRow> samples() {
        return List.of(
                JsonRow.read("{\"n\":1,\"text\":\"one\"}"),
                JsonRow.read("{\"n\":2,\"text\":\"two \\n \uD83D\uDE8B\"}"),
                JsonRow.read("{\"n\":18446744073709551615,\"text\":\"\"}"),
                JsonRow.read("{\"n\":4,\"text\":\"four\"}"));
    }

    @Override
    public IdempotentSink<JsonRow> sink() {
        return table.pairs();
    }

    @Override
    public List<JsonRow> stored() throws Exception {
        if (table.query("EXISTS TABLE %s").equals("0")) {
            return List.of();
        }
        return table.query("SELECT n, text FROM %s ORDER BY toUInt64(splitByChar('_', _part)[2]), _part_offset"
                        + " SETTINGS output_format_json_quote_64bit_integers = 0 FORMAT JSONEachRow")
                .lines()
                .map(JsonRow::read)
                .toList();
    }

    @Override
    public JsonRow poison() {
        return JsonRow.read("{\"n\":-1,\"text\":\"x\"}");
    }

    @Override
    public boolean idempotent() {
        return false;
    }
}
