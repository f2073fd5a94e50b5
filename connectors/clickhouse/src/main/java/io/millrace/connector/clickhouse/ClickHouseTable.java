package io.millrace.connector.clickhouse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a sink's table is to look like: it is created so, or checked. A table that is there may have more columns, and
 * other types of the same kind: {@code DateTime} where this says {@code DateTime64(6)}.
 *
 * @param columns in order, at least one
 * @param orderBy names of columns, the sorting key; empty for the order of arrival
 */
public record ClickHouseTable(List<ClickHouseColumn> columns, List<String> orderBy) {

    /** How many batches a table that is created knows again. */
    static final int WINDOW = 10_000;

    public ClickHouseTable {
        columns = List.copyOf(columns);
        orderBy = List.copyOf(orderBy);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns must have at least one");
        }
        List<String> names = columns.stream().map(ClickHouseColumn::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("columns must have different names, were " + names);
        }
        if (!names.containsAll(orderBy)) {
            throw new IllegalArgumentException("orderBy must name columns of " + names + ", was " + orderBy);
        }
    }

    /**
     * Ticker messages of Coinbase, as {@code coinbase_ticker} of the reference system has them, with time in
     * microseconds and whether a row was fetched later.
     *
     * @param decimal prices and sizes as {@code Decimal(38, 10)}, exact, instead of {@code Float64}; ten places are
     *     enough for the smallest step of any product, and leave eighteen before the point for price times size
     */
    public static ClickHouseTable ticker(boolean decimal) {
        String number = decimal ? "Decimal(38, 10)" : "Float64";
        List<ClickHouseColumn> columns = new ArrayList<>();
        columns.add(ClickHouseColumn.of("sequence", "UInt64"));
        columns.add(ClickHouseColumn.of("trade_id", "UInt64"));
        columns.add(ClickHouseColumn.of("price", number));
        columns.add(ClickHouseColumn.of("last_size", number));
        columns.add(ClickHouseColumn.of("time", "DateTime64(6, 'UTC')"));
        columns.add(ClickHouseColumn.of("product_id", "LowCardinality(String)"));
        columns.add(ClickHouseColumn.of("side", "LowCardinality(String)"));
        for (String name : List.of(
                "open_24h",
                "volume_24h",
                "low_24h",
                "high_24h",
                "volume_30d",
                "best_bid",
                "best_bid_size",
                "best_ask",
                "best_ask_size")) {
            columns.add(ClickHouseColumn.of(name, number));
        }
        columns.add(new ClickHouseColumn("refilled", "Bool", false));
        return new ClickHouseTable(columns, List.of("product_id", "time", "sequence"));
    }

    /** The statement that creates it. A part is on disk before its insert is confirmed. */
    String ddl(String qualifiedName) {
        return "CREATE TABLE IF NOT EXISTS " + qualifiedName + " ("
                + columns.stream()
                        .map(column -> Sql.name(column.name()) + " " + column.type())
                        .collect(Collectors.joining(", "))
                + ") ENGINE = MergeTree ORDER BY ("
                + (orderBy.isEmpty()
                        ? "tuple()"
                        : orderBy.stream().map(Sql::name).collect(Collectors.joining(", ")))
                + ") SETTINGS non_replicated_deduplication_window = " + WINDOW + ", fsync_after_insert = 1";
    }
}
