package io.millrace.connector.clickhouse;

import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** One table of a server that tests share, in a database of its own. */
record Table(ClickHouseServer server, String database, String name) {

    /** Rows of {@code {"n":1,"text":"a"}} in the order of arrival. */
    static final ClickHouseTable PAIRS = new ClickHouseTable(
            List.of(ClickHouseColumn.of("n", "UInt64"), ClickHouseColumn.of("text", "String")), List.of());

    static Table fresh(ClickHouseServer server) throws Exception {
        return new Table(server, server.newDatabase(), "t");
    }

    ClickHouseSinkSettings settings() {
        return ClickHouseSinkSettings.of(
                server.host(), server.port(), database, name, server.user(), server.password());
    }

    ClickHouseSink pairs() {
        return new ClickHouseSink(settings().with(true, PAIRS));
    }

    /** With {@code %s} for the table's name. */
    String query(String statement) throws Exception {
        return server.query(statement.formatted(database + "." + name)).strip();
    }

    static List<Record<JsonRow>> batch(String... rows) {
        return Arrays.stream(rows)
                .map(row -> Record.of(JsonRow.read(row), Instant.EPOCH))
                .toList();
    }
}
