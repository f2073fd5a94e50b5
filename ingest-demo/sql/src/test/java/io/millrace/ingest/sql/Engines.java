package io.millrace.ingest.sql;

import io.millrace.connector.clickhouse.ClickHouseColumn;
import io.millrace.connector.clickhouse.ClickHouseSink;
import io.millrace.connector.clickhouse.ClickHouseSinkSettings;
import io.millrace.connector.clickhouse.ClickHouseTable;
import io.millrace.connector.clickhouse.testkit.ClickHouseServer;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.sql.SqlFile.Engine;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The same trades in a database of ClickHouse and in one of DuckDB, and a clock that stands still in both. */
final class Engines implements AutoCloseable {

    static final String NOW = "2025-02-21 15:52:30";

    private final ClickHouseServer server;
    private final String database;
    private final ClickHouseSink sink;
    private final Connection duckDb;

    Engines(boolean decimal) throws Exception {
        server = ClickHouseServer.shared();
        database = server.newDatabase();
        ClickHouseTable table = ClickHouseTable.ticker(decimal);
        sink = new ClickHouseSink(ClickHouseSinkSettings.of(
                        server.host(), server.port(), database, "coinbase_ticker", server.user(), server.password())
                .with(true, table));
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
        run(Engine.DUCKDB, "tables");
        if (decimal) {
            execute("ALTER TABLE coinbase_ticker ALTER price TYPE DECIMAL(38, 10)");
            execute("ALTER TABLE coinbase_ticker ALTER last_size TYPE DECIMAL(38, 10)");
        } else {
            run(Engine.CLICKHOUSE, "tables");
        }
        // accepts the file's table, or makes its own
        sink.open();
    }

    /** Puts trades into both. */
    void put(List<JsonRow> trades) throws Exception {
        sink.write(trades.stream().map(row -> Record.of(row, Instant.EPOCH)).toList());
        for (JsonRow trade : trades) {
            Map<String, @Nullable Object> fields = trade.fields();
            execute("INSERT INTO coinbase_ticker (" + String.join(", ", fields.keySet()) + ") VALUES ("
                    + fields.values().stream()
                            .map(value -> value instanceof String text ? "'" + text + "'" : String.valueOf(value))
                            .collect(Collectors.joining(", "))
                    + ")");
        }
    }

    /** A sink that stores changes of gaps in the table of the file. */
    ClickHouseSink gaps() {
        ClickHouseTable table = new ClickHouseTable(
                List.of(
                        ClickHouseColumn.of("product_id", "LowCardinality(String)"),
                        ClickHouseColumn.of("row_type", "LowCardinality(String)"),
                        ClickHouseColumn.of("first_trade_id", "UInt64"),
                        ClickHouseColumn.of("last_trade_id", "UInt64"),
                        ClickHouseColumn.of("state", "LowCardinality(String)"),
                        ClickHouseColumn.of("missing", "UInt64"),
                        ClickHouseColumn.of("refilled", "UInt64"),
                        ClickHouseColumn.of("reason", "Nullable(String)"),
                        ClickHouseColumn.of("opened", "DateTime64(3, 'UTC')"),
                        ClickHouseColumn.of("time", "DateTime64(3, 'UTC')")),
                List.of());
        return new ClickHouseSink(ClickHouseSinkSettings.of(
                        server.host(), server.port(), database, "trade_gaps", server.user(), server.password())
                .with(true, table));
    }

    /** Runs a file; the rows of its last statement. */
    List<List<String>> run(Engine engine, String name) throws Exception {
        List<List<String>> rows = List.of();
        for (String statement :
                SqlFile.read(engine, name).in(database, "coinbase_ticker").statements()) {
            rows = query(engine, statement);
        }
        return rows;
    }

    /** Rows as text: times in ISO 8601, numbers with eleven digits. */
    List<List<String>> query(Engine engine, String statement) throws Exception {
        return switch (engine) {
            case CLICKHOUSE -> clickHouse(statement.replace("now()", "toDateTime('" + NOW + "', 'UTC')"));
            case DUCKDB -> duckDb(statement.replace("now()", "TIMESTAMPTZ '" + NOW + "+00'"));
        };
    }

    private List<List<String>> clickHouse(String statement) throws Exception {
        return server.query(statement.replace("{db}", database))
                .lines()
                .map(line -> List.of(line.split("\t", -1)).stream()
                        .map(Engines::normal)
                        .toList())
                .toList();
    }

    private List<List<String>> duckDb(String statement) throws SQLException {
        try (Statement call = duckDb.createStatement()) {
            List<List<String>> rows = new ArrayList<>();
            if (!call.execute(statement.replace("{db}.", ""))) {
                return rows;
            }
            try (ResultSet result = call.getResultSet()) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(normal(String.valueOf(result.getObject(i)).replaceFirst("\\.0$", "")));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    private void execute(String statement) throws SQLException {
        duckDb(statement);
    }

    private static String normal(String value) {
        return value.matches("-?\\d+\\.?\\d*([eE]-?\\d+)?")
                ? new BigDecimal(value)
                        .round(new MathContext(11))
                        .stripTrailingZeros()
                        .toPlainString()
                : value;
    }

    @Override
    public void close() throws SQLException {
        sink.close();
        duckDb.close();
    }
}
