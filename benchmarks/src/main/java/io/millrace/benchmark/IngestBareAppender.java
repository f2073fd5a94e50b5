package io.millrace.benchmark;

import io.millrace.connector.duckdb.DuckDbColumn;
import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Values that were read from the rows before, appended to the same table, one transaction per batch. */
final class IngestBareAppender implements IngestSinksBenchmark.Cell {

    private static final List<String> BEHIND_THE_TEXTS = List.of(
            "open_24h",
            "volume_24h",
            "low_24h",
            "high_24h",
            "volume_30d",
            "best_bid",
            "best_bid_size",
            "best_ask",
            "best_ask_size");

    private final DuckDBConnection connection;
    private final Statement statement;
    private final DuckDBAppender appender;
    private final List<Values> rows;

    /** A row as the appender takes it. */
    private record Values(
            long sequence,
            long trade,
            double price,
            double size,
            long micros,
            String product,
            String side,
            List<Double> others) {

        static Values of(JsonRow row) {
            return new Values(
                    (Long) field(row, "sequence"),
                    (Long) field(row, "trade_id"),
                    number(row, "price"),
                    number(row, "last_size"),
                    Duration.between(Instant.EPOCH, Instant.parse((String) field(row, "time")))
                                    .toNanos()
                            / 1_000,
                    (String) field(row, "product_id"),
                    (String) field(row, "side"),
                    BEHIND_THE_TEXTS.stream().map(name -> number(row, name)).toList());
        }

        private static Object field(JsonRow row, String name) {
            Object value = row.field(name);
            if (value == null) {
                throw new IllegalArgumentException("no " + name + " in " + row);
            }
            return value;
        }

        private static double number(JsonRow row, String name) {
            return Double.parseDouble((String) field(row, name));
        }
    }

    IngestBareAppender(Path folder, List<Record<JsonRow>> rows) throws SQLException {
        this.rows = rows.stream().map(row -> Values.of(row.value())).toList();
        connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("bare.duckdb"))
                .unwrap(DuckDBConnection.class);
        statement = connection.createStatement();
        statement.execute("CREATE TABLE bare ("
                + DuckDbColumn.ticker().stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", "))
                + ")");
        appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "bare");
    }

    @Override
    public void write(long first) throws SQLException {
        statement.execute("BEGIN TRANSACTION");
        for (Values row : rows) {
            appender.beginRow();
            appender.append(row.sequence())
                    .append(row.trade())
                    .append(row.price())
                    .append(row.size());
            appender.appendEpochMicros(row.micros()).append(row.product()).append(row.side());
            List<Double> others = row.others();
            for (int i = 0; i < others.size(); i++) {
                appender.append(others.get(i).doubleValue());
            }
            appender.appendNull();
            appender.endRow();
        }
        appender.flush();
        statement.execute("COMMIT");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
