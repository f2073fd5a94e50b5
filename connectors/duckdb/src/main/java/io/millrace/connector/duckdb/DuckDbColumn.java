package io.millrace.connector.duckdb;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A column of a table, and the field of a row that goes there.
 *
 * @param name of both, not blank
 * @param type one of {@code UBIGINT}, {@code BIGINT}, {@code DOUBLE}, {@code DECIMAL(p,s)}, {@code VARCHAR},
 *     {@code TIMESTAMP} (microseconds, in UTC), {@code TIMESTAMPTZ} and {@code BOOLEAN}
 */
public record DuckDbColumn(String name, String type) {

    public DuckDbColumn {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a column must not be blank");
        }
        try {
            DuckDbType.parse(type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("column " + name + ": " + e.getMessage(), e);
        }
    }

    DuckDbType parsed() {
        return DuckDbType.parse(type);
    }

    /**
     * Columns for messages of the ticker channel of the Coinbase Exchange, in the reference's order, with times in
     * microseconds, and whether a row was fetched to fill a gap.
     */
    public static List<DuckDbColumn> ticker() {
        return List.of(
                new DuckDbColumn("sequence", "UBIGINT"),
                new DuckDbColumn("trade_id", "UBIGINT"),
                new DuckDbColumn("price", "DOUBLE"),
                new DuckDbColumn("last_size", "DOUBLE"),
                new DuckDbColumn("time", "TIMESTAMP"),
                new DuckDbColumn("product_id", "VARCHAR"),
                new DuckDbColumn("side", "VARCHAR"),
                new DuckDbColumn("open_24h", "DOUBLE"),
                new DuckDbColumn("volume_24h", "DOUBLE"),
                new DuckDbColumn("low_24h", "DOUBLE"),
                new DuckDbColumn("high_24h", "DOUBLE"),
                new DuckDbColumn("volume_30d", "DOUBLE"),
                new DuckDbColumn("best_bid", "DOUBLE"),
                new DuckDbColumn("best_bid_size", "DOUBLE"),
                new DuckDbColumn("best_ask", "DOUBLE"),
                new DuckDbColumn("best_ask_size", "DOUBLE"),
                new DuckDbColumn("refilled", "BOOLEAN"));
    }
}
