package io.millrace.connector.duckdb;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a {@link DuckDbSink} writes.
 *
 * @param database the database
 * @param table name of the table, without schema, not blank; made when it is missing
 * @param columns its columns, at least one; names differ by more than case
 */
public record DuckDbSinkSettings(DuckDbDatabase database, String table, List<DuckDbColumn> columns) {

    /** The sink's own table, of batches. */
    static final String BATCHES = "millrace_batches";

    public DuckDbSinkSettings {
        requireNonNull(database, "database is null");
        requireNonNull(table, "table is null");
        columns = List.copyOf(columns);
        if (table.isBlank() || table.equalsIgnoreCase(BATCHES)) {
            throw new IllegalArgumentException("table must not be blank and not " + BATCHES + ", was '" + table + "'");
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns must not be empty");
        }
        Set<String> names = new HashSet<>();
        for (DuckDbColumn column : columns) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("column " + column.name() + " is there twice");
            }
        }
    }
}
