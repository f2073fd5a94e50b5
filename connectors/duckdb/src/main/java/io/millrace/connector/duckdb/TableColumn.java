package io.millrace.connector.duckdb;

import org.jspecify.annotations.Nullable;

/**
 * A column that a table has.
 *
 * @param type null when rows have no field for it, so that it takes its default
 * @param nullable whether a row without the field leaves it null; else it takes what is nothing of its type
 */
record TableColumn(String name, @Nullable DuckDbType type, boolean nullable) {}
