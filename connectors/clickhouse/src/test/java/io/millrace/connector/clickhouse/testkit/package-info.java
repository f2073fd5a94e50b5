/**
 * A real ClickHouse for tests, also of other modules: a server of this machine, or the engine as a library behind a
 * small endpoint in a process of its own.
 *
 * <pre>{@code
 * try (ClickHouseServer server = ClickHouseServer.start(folder)) {
 *     server.query("SELECT version()");
 * }
 * }</pre>
 */
@NullMarked
package io.millrace.connector.clickhouse.testkit;

import org.jspecify.annotations.NullMarked;
