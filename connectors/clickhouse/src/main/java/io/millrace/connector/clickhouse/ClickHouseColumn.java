package io.millrace.connector.clickhouse;

import static java.util.Objects.requireNonNull;

/**
 * A column that a sink's table is to have.
 *
 * @param name as in the rows
 * @param type in ClickHouse's words, for example {@code DateTime64(6, 'UTC')}; one that this connector can write
 * @param required whether a table without it is refused
 */
public record ClickHouseColumn(String name, String type, boolean required) {

    public ClickHouseColumn {
        requireNonNull(type, "type is null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a column must not be blank");
        }
        if (ColumnEncoders.of(type) == null) {
            throw new IllegalArgumentException(
                    "column " + name + ": type must be one of " + ColumnEncoders.TYPES + ", was " + type);
        }
    }

    /** A column that must be there. */
    public static ClickHouseColumn of(String name, String type) {
        return new ClickHouseColumn(name, type, true);
    }
}
