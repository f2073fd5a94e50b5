/**
 * Tables of ClickHouse as a sink of JSON rows. A batch is one insert in ClickHouse's binary row format, and has its
 * name as the insert's deduplication token, so that a batch that is written again is stored once.
 */
@NullMarked
package io.millrace.connector.clickhouse;

import org.jspecify.annotations.NullMarked;
