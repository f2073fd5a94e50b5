package io.millrace.connector.clickhouse;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link ClickHouseSink} writes.
 *
 * @param host name or address of the server
 * @param port of its HTTP interface, usually 8123, or 8443 when secure
 * @param database made when it is missing and {@code create} is set
 * @param table its name, without the database
 * @param user who writes
 * @param password may be empty; never printed
 * @param settings settings of ClickHouse for each insert, such as {@code max_memory_usage}; those that this sink's
 *     promises rest on are refused
 * @param secure HTTPS
 * @param compress sends batches compressed by LZ4: worth it on a network, not on one machine
 * @param timeout longest wait for a connection, and for an answer
 * @param create makes the table when it is missing
 * @param definition what the table must look like; null when every table will do, and then none is made
 */
public record ClickHouseSinkSettings(
        String host,
        int port,
        String database,
        String table,
        String user,
        String password,
        Map<String, String> settings,
        boolean secure,
        boolean compress,
        Duration timeout,
        boolean create,
        @Nullable ClickHouseTable definition) {

    private static final Set<String> OURS = Set.of(
            "insert_deduplicate",
            "insert_deduplication_token",
            "deduplicate_insert",
            "deduplicate_blocks_in_dependent_materialized_views",
            "async_insert",
            "wait_for_async_insert",
            "max_insert_block_size",
            "input_format_allow_errors_num",
            "input_format_allow_errors_ratio");

    public ClickHouseSinkSettings {
        requireNonNull(user, "user is null");
        requireNonNull(password, "password is null");
        requireNonNull(timeout, "timeout is null");
        settings = Map.copyOf(settings);
        if (host.isBlank() || database.isBlank() || table.isBlank()) {
            throw new IllegalArgumentException("host, database and table must not be blank, were '" + host + "', '"
                    + database + "' and '" + table + "'");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 1 to 65535, was " + port);
        }
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("timeout must be from 1 ms to 24 days, was " + timeout);
        }
        for (String name : settings.keySet()) {
            if (OURS.contains(name)) {
                throw new IllegalArgumentException("settings must not set " + name + ", the sink does");
            }
            if (!name.matches("[a-z][a-z0-9_]*")) {
                throw new IllegalArgumentException("settings must be names of ClickHouse's settings, such as"
                        + " max_memory_usage, was '" + name + "'");
            }
        }
        if (create && definition == null) {
            throw new IllegalArgumentException("create needs a definition of the table");
        }
    }

    /** The usual: HTTP without compression, 30 s of patience, a table for ticker messages that is made when missing. */
    public static ClickHouseSinkSettings of(
            String host, int port, String database, String table, String user, String password) {
        return new ClickHouseSinkSettings(
                host,
                port,
                database,
                table,
                user,
                password,
                Map.of(),
                false,
                false,
                Duration.ofSeconds(30),
                true,
                ClickHouseTable.ticker(false));
    }

    /** The same place with another table. */
    public ClickHouseSinkSettings with(boolean createTable, @Nullable ClickHouseTable newDefinition) {
        return new ClickHouseSinkSettings(
                host,
                port,
                database,
                table,
                user,
                password,
                settings,
                secure,
                compress,
                timeout,
                createTable,
                newDefinition);
    }

    /** The same place with compression or without. */
    public ClickHouseSinkSettings withCompression(boolean on) {
        return new ClickHouseSinkSettings(
                host, port, database, table, user, password, settings, secure, on, timeout, create, definition);
    }

    /** The same place with settings for each insert. */
    public ClickHouseSinkSettings withSettings(Map<String, String> newSettings) {
        return new ClickHouseSinkSettings(
                host,
                port,
                database,
                table,
                user,
                password,
                newSettings,
                secure,
                compress,
                timeout,
                create,
                definition);
    }

    String address() {
        return (secure ? "https://" : "http://") + host + ":" + port;
    }

    /** For messages. */
    String tableName() {
        return database + "." + table;
    }

    String qualifiedTable() {
        return Sql.name(database) + "." + Sql.name(table);
    }

    @Override
    public String toString() {
        return "ClickHouseSinkSettings[" + address() + ", table=" + tableName() + ", user=" + user + ", settings="
                + new TreeSet<>(settings.keySet()) + ", compress=" + compress + ", timeout=" + timeout + ", create="
                + create + ", definition=" + definition + "]";
    }
}
