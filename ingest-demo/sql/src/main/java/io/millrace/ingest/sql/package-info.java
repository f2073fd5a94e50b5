/**
 * SQL files over market data, for ClickHouse and for DuckDB: the table, monitoring, sums per minute, average prices and
 * checks. They run as they are in each engine's own client; both give the same rows.
 */
@NullMarked
package io.millrace.ingest.sql;

import org.jspecify.annotations.NullMarked;
