/** Tests of the ClickHouse sink, against the real engine. */
@NullMarked
package io.millrace.connector.clickhouse;

import org.jspecify.annotations.NullMarked;
