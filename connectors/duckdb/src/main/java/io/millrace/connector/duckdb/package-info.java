/** Tables of an embedded DuckDB as a sink. */
@NullMarked
package io.millrace.connector.duckdb;

import org.jspecify.annotations.NullMarked;
