package io.millrace.connector.duckdb;

import io.millrace.core.failure.FatalException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** Makes the tables of a sink, or looks whether they fit. */
final class SinkTable {

    private static final String COLUMNS = """
            SELECT column_name, data_type, is_nullable
            FROM duckdb_columns()
            WHERE database_name = current_database() AND schema_name = current_schema()
              AND lower(table_name) = lower(?)
            ORDER BY column_index
            """;

    /** Sinks of one database may be opened at once, and DuckDB refuses to make a table that is just being made. */
    private static final ReentrantLock MAKING = new ReentrantLock();

    private final DuckDbSinkSettings settings;

    SinkTable(DuckDbSinkSettings settings) {
        this.settings = settings;
    }

    /** The columns of the table, in its order. */
    List<TableColumn> prepare(DuckDBConnection connection) throws SQLException {
        String columns = settings.columns().stream()
                .map(column -> quoted(column.name()) + " " + column.parsed())
                .collect(Collectors.joining(", "));
        MAKING.lock();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + DuckDbSinkSettings.BATCHES
                    + " (stream VARCHAR NOT NULL, last BIGINT NOT NULL)");
            statement.execute("CREATE TABLE IF NOT EXISTS " + quoted(settings.table()) + " (" + columns + ")");
        } finally {
            MAKING.unlock();
        }
        return checked(connection);
    }

    private List<TableColumn> checked(DuckDBConnection connection) throws SQLException {
        Map<String, DuckDbColumn> wanted = new LinkedHashMap<>();
        settings.columns().forEach(column -> wanted.put(lower(column.name()), column));
        List<TableColumn> found = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, settings.table());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    DuckDbColumn column = wanted.remove(lower(name));
                    if (column == null) {
                        found.add(new TableColumn(name, null, true));
                        continue;
                    }
                    String type = rows.getString(2).replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ");
                    if (!type.equals(column.parsed().toString())) {
                        problems.add("column " + name + " is " + type + ", should be " + column.parsed());
                    }
                    found.add(new TableColumn(column.name(), column.parsed(), rows.getBoolean(3)));
                }
            }
        }
        for (DuckDbColumn missing : wanted.values()) {
            problems.add("column " + missing.name() + " is missing, should be " + missing.parsed());
        }
        if (!problems.isEmpty()) {
            throw new FatalException("table " + settings.table() + " of "
                    + settings.database().name() + " does not fit: " + String.join("; ", problems));
        }
        return found;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
