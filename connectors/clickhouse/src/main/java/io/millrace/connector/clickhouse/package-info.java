/** Tables of ClickHouse as a sink. */
@NullMarked
package io.millrace.connector.clickhouse;

import org.jspecify.annotations.NullMarked;
