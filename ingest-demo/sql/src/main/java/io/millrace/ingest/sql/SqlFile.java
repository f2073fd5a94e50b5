package io.millrace.ingest.sql;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file of statements.
 *
 * @param engine whose dialect it is in
 * @param name without ending, one of {@link Engine#files}
 * @param text the statements, each ended by a semicolon, with comments
 */
public record SqlFile(Engine engine, String name, String text) {

    private static final String DATABASE = "coinbase_demo";
    private static final String TABLE = "coinbase_ticker";

    /** A database that has files. */
    public enum Engine {
        /** Names are {@code coinbase_demo.coinbase_ticker} and others of that database. */
        CLICKHOUSE,
        /** Names are {@code coinbase_ticker} and others of the current schema. */
        DUCKDB;

        /** Names of its files, those that make something first, in an order in which they can be run. */
        public List<String> files() {
            List<String> names = new ArrayList<>(
                    switch (this) {
                        case CLICKHOUSE ->
                            List.of("tables", "users", "trades_per_minute", "trades_per_minute_backfill");
                        case DUCKDB -> List.of("tables", "trades_per_minute");
                    });
            names.addAll(List.of(
                    "vwap_5_minute",
                    "ingestion_monitoring",
                    "vwap_calculation",
                    "freshness",
                    "trade_id_gaps",
                    "gap_states",
                    "expectations"));
            return List.copyOf(names);
        }
    }

    public SqlFile {
        requireNonNull(engine, "engine is null");
        requireNonNull(name, "name is null");
        requireNonNull(text, "text is null");
    }

    /**
     * Reads a file of this library.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public static SqlFile read(Engine engine, String name) {
        if (!engine.files().contains(name)) {
            throw new IllegalArgumentException("name must be one of " + engine.files() + ", was '" + name + "'");
        }
        String path = engine.name().toLowerCase(Locale.ROOT) + "/" + name + ".sql";
        try (InputStream in = SqlFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return new SqlFile(engine, name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /**
     * The same for another place.
     *
     * @param database instead of {@code coinbase_demo}; DuckDB's files name none
     * @param table instead of {@code coinbase_ticker}; both are letters, digits and underscores
     */
    public SqlFile in(String database, String table) {
        if (!database.matches("\\w+") || !table.matches("\\w+")) {
            throw new IllegalArgumentException(
                    "names must be letters, digits and underscores, were '" + database + "' and '" + table + "'");
        }
        return new SqlFile(
                engine,
                name,
                text.replace(DATABASE + ".", database + ".")
                        .replace("EXISTS " + DATABASE, "EXISTS " + database)
                        .replace(TABLE, table));
    }

    /** The statements without comments and semicolons, in order. */
    public List<String> statements() {
        StringBuilder code = new StringBuilder();
        text.lines()
                .filter(line -> !line.stripLeading().startsWith("--"))
                .forEach(line -> code.append(line).append('\n'));
        List<String> statements = new ArrayList<>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                statements.add(code.substring(from, i).strip());
                from = i + 1;
            }
        }
        return List.copyOf(statements);
    }
}
