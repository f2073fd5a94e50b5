package io.millrace.connector.duckdb;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database that a sink of the same process may write meanwhile. It takes one {@code SELECT} (or {@code WITH ...
 * SELECT}), as DuckDB's own parser sees it, runs it in a read-only transaction, and cannot reach files or the network.
 *
 * <p><b>Threading:</b> thread-safe; each query has a connection of its own and blocks its thread.
 */
public final class DuckDbReader {

    private static final Duration AGAIN = Duration.ofMillis(20);

    private final DuckDbDatabase database;
    private final int maxRows;
    private final Duration timeout;
    private final Ticker ticker;

    /**
     * Makes a reader and opens nothing.
     *
     * @param maxRows rows that a query gives at most, at least 1
     * @param timeout after which a query is ended, positive
     */
    public DuckDbReader(DuckDbDatabase database, int maxRows, Duration timeout, Ticker ticker) {
        this.database = requireNonNull(database, "database is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.maxRows = maxRows;
        if (maxRows < 1) {
            throw new IllegalArgumentException("maxRows must be at least 1, was " + maxRows);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, was " + timeout);
        }
    }

    /**
     * Runs a query.
     *
     * @param sql one SELECT, for example {@code SELECT product_id, max(price) FROM coinbase_ticker GROUP BY ALL}
     * @throws InvalidRequestException when it is none, or wrong, or took too long, or there is no database yet
     * @throws io.millrace.core.failure.TransientException when another process has the database
     */
    public DuckDbRows query(String sql) {
        Path path = database.path();
        if (path != null && !Files.exists(path)) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "there is no database " + database.name() + " yet");
        }
        DuckDBConnection connection;
        try {
            connection = database.connect();
        } catch (SQLException e) {
            throw DuckDbDatabase.failure("cannot open " + database.name(), e);
        }
        try (connection) {
            refuseAllButOneSelect(connection, sql);
            return limited(connection, sql);
        } catch (SQLException e) {
            throw new InvalidRequestException(Reason.UNPROCESSABLE, "query failed: " + e.getMessage(), e);
        }
    }

    private static void refuseAllButOneSelect(DuckDBConnection connection, String sql) throws SQLException {
        try (PreparedStatement parse = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            parse.setString(1, sql);
            try (ResultSet parsed = parse.executeQuery()) {
                parsed.next();
                JsonRow tree = JsonRow.read(parsed.getString(1));
                if (Boolean.TRUE.equals(tree.field("error"))) {
                    throw new InvalidRequestException(
                            Reason.UNPROCESSABLE, "not one SELECT statement: " + tree.field("error_message"));
                }
                int count = tree.field("statements") instanceof List<?> statements ? statements.size() : 0;
                if (count != 1) {
                    throw new InvalidRequestException(
                            Reason.UNPROCESSABLE, "not one SELECT statement: there are " + count);
                }
            }
        }
    }

    private DuckDbRows limited(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                Watch watch = new Watch(statement)) {
            try {
                statement.execute("BEGIN TRANSACTION READ ONLY");
                try (ResultSet found = statement.executeQuery(limited(sql))) {
                    return rows(found);
                }
            } catch (SQLException e) {
                if (watch.expired) {
                    throw new InvalidRequestException(
                            Reason.UNPROCESSABLE, "query was ended after " + timeout.toMillis() + " ms", e);
                }
                throw e;
            }
        }
    }

    /** One row more tells that there are more; around one SELECT, as it was seen to be, this is safe. */
    private String limited(String sql) {
        int end = sql.length();
        while (end > 0 && (sql.charAt(end - 1) == ';' || Character.isWhitespace(sql.charAt(end - 1)))) {
            end--;
        }
        return "SELECT * FROM (\n" + sql.substring(0, end) + "\n) LIMIT " + (maxRows + 1L);
    }

    private DuckDbRows rows(ResultSet found) throws SQLException {
        ResultSetMetaData meta = found.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnName(i));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (found.next()) {
            if (rows.size() == maxRows) {
                return new DuckDbRows(columns, rows, false);
            }
            List<@Nullable Object> row = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                row.add(Values.read(found, meta, i));
            }
            rows.add(row);
        }
        return new DuckDbRows(columns, rows, true);
    }

    /** Cancels the statement when the time is over. */
    private final class Watch implements AutoCloseable {

        private final Thread thread;
        private volatile boolean expired;

        Watch(Statement statement) {
            thread = Thread.ofVirtual().name("duckdb-timeout").start(() -> {
                try {
                    ticker.sleep(timeout);
                    expired = true;
                    while (true) { // a cancel that comes before the query runs is forgotten
                        statement.cancel();
                        ticker.sleep(AGAIN);
                    }
                } catch (InterruptedException _) {
                    // the query is done
                } catch (SQLException _) {
                    // so it is done as well
                }
            });
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
