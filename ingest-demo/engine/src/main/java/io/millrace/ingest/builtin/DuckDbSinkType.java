package io.millrace.ingest.builtin;

import io.millrace.connector.duckdb.DuckDbColumn;
import io.millrace.connector.duckdb.DuckDbDatabase;
import io.millrace.connector.duckdb.DuckDbSink;
import io.millrace.connector.duckdb.DuckDbSinkSettings;
import io.millrace.core.IdempotentSink;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.type.SinkContext;
import io.millrace.ingest.type.SinkType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sink {@code duckdb}: rows in a table of a DuckDB file. */
public final class DuckDbSinkType implements SinkType<DuckDbSinkType.Keys> {

    private static final String MEMORY = ":memory:";

    /**
     * Its keys.
     *
     * @param path the file, made when it is missing; {@code :memory:name} keeps nothing
     * @param table its name; {@code coinbase_ticker} by default
     * @param columns by default those of ticker messages
     */
    public record Keys(
            String path, @Nullable String table, @Nullable List<Column> columns) {}

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public Class<Keys> settings() {
        return Keys.class;
    }

    @Override
    public IdempotentSink<JsonRow> create(Keys keys, SinkContext context) {
        DuckDbDatabase database = keys.path().startsWith(MEMORY)
                ? new DuckDbDatabase(keys.path())
                : DuckDbDatabase.file(context.base().resolve(keys.path()));
        List<Column> columns = keys.columns();
        List<DuckDbColumn> all = columns == null
                ? DuckDbColumn.ticker()
                : columns.stream()
                        .map(column -> new DuckDbColumn(column.name(), column.type()))
                        .toList();
        String table = Objects.requireNonNullElse(keys.table(), "coinbase_ticker");
        return new DuckDbSink(new DuckDbSinkSettings(database, table, all));
    }

    @Override
    public Set<String> rowTypes(Keys keys) {
        return keys.columns() == null ? Set.of("ticker") : Set.of();
    }
}
