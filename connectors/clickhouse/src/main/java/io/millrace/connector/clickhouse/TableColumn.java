package io.millrace.connector.clickhouse;

/**
 * A column that a table has.
 *
 * @param kind empty, or how it gets its value: {@code DEFAULT}, {@code MATERIALIZED}, {@code ALIAS}, {@code EPHEMERAL}
 */
record TableColumn(String name, String type, String kind) {

    /** Whether an insert may give its value. */
    boolean isWritable() {
        return (kind.isEmpty() || kind.equals("DEFAULT")) && ColumnEncoders.of(type) != null;
    }
}
