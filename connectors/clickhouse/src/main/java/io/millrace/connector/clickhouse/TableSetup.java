package io.millrace.connector.clickhouse;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a table that is missing, checks one that is there, and sees to it that it knows batches again. */
final class TableSetup {

    private static final Logger log = LoggerFactory.getLogger(TableSetup.class);
    private static final Pattern WINDOW = Pattern.compile("non_replicated_deduplication_window = (\\d+)");
    private static final Pattern DELAY = Pattern.compile("parts_to_delay_insert = (\\d+)");

    /** Fewer may be too few for a batch and its halves of some pipelines. */
    private static final int SMALL_WINDOW = 1_000;

    private final ClickHouseConnection connection;
    private final ClickHouseSinkSettings settings;

    TableSetup(ClickHouseConnection connection, ClickHouseSinkSettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /** The columns that can be written, in the table's order. */
    List<TableColumn> prepare() throws InterruptedException {
        connection.rows("cannot connect to ClickHouse", "SELECT 1");
        List<TableColumn> columns = columns();
        if (columns.isEmpty()) {
            create();
            columns = columns();
        }
        check(columns);
        ensureWindow();
        return columns.stream().filter(TableColumn::isWritable).toList();
    }

    /** All columns now; empty when the table is missing. */
    List<TableColumn> columns() throws InterruptedException {
        return connection
                .rows(
                        "cannot read the columns of " + settings.tableName(),
                        "SELECT name, type, default_kind FROM system.columns WHERE " + here("table")
                                + " ORDER BY position")
                .stream()
                .map(row -> new TableColumn(row.get(0), row.get(1), row.get(2)))
                .toList();
    }

    /** At how many parts of a partition inserts are delayed; 0 when the user may not know. */
    int partsToDelay() throws InterruptedException {
        Matcher own = DELAY.matcher(engine().getLast());
        if (own.find()) {
            return Integer.parseInt(own.group(1));
        }
        try {
            return Integer.parseInt(connection
                    .rows(
                            "cannot read the settings of tables",
                            "SELECT value FROM system.merge_tree_settings WHERE name = 'parts_to_delay_insert'")
                    .getFirst()
                    .getFirst());
        } catch (FatalException e) {
            log.info("{}, so that the parts of {} are not watched", e.reason(), settings.tableName());
            return 0;
        }
    }

    /** Active parts of the partition that has most. */
    int parts() throws InterruptedException {
        return Integer.parseInt(connection
                .rows(
                        "cannot count the parts of " + settings.tableName(),
                        "SELECT max(n) FROM (SELECT count() AS n FROM system.parts WHERE active AND " + here("table")
                                + " GROUP BY partition_id)")
                .getFirst()
                .getFirst());
    }

    private String here(String column) {
        return "database = " + Sql.text(settings.database()) + " AND " + column + " = " + Sql.text(settings.table());
    }

    private void create() throws InterruptedException {
        ClickHouseTable definition = settings.definition();
        if (!settings.create() || definition == null) {
            throw new FatalException("table " + settings.tableName() + " does not exist at " + settings.host() + ":"
                    + settings.port() + ", or user '" + settings.user() + "' may not see it");
        }
        try {
            connection.execute(
                    "cannot create database " + settings.database(),
                    "CREATE DATABASE IF NOT EXISTS " + Sql.name(settings.database()));
        } catch (FatalException e) {
            // not allowed, and maybe not needed; else the next statement says so
            log.debug("{}", e.reason());
        }
        connection.execute("cannot create table " + settings.tableName(), definition.ddl(settings.qualifiedTable()));
        log.info("table created, table={}", settings.tableName());
    }

    private void check(List<TableColumn> columns) {
        ClickHouseTable definition = settings.definition();
        List<String> problems = new ArrayList<>();
        if (definition != null) {
            for (ClickHouseColumn wanted : definition.columns()) {
                check(wanted, columns, problems);
            }
        }
        if (columns.stream().noneMatch(TableColumn::isWritable)) {
            problems.add("it has no column that can be written");
        }
        if (!problems.isEmpty()) {
            throw new FatalException("table " + settings.tableName() + " does not fit: " + String.join("; ", problems));
        }
    }

    private static void check(ClickHouseColumn wanted, List<TableColumn> columns, List<String> problems) {
        for (TableColumn column : columns) {
            if (column.name().equals(wanted.name())) {
                if (!column.kind().isEmpty() && !column.kind().equals("DEFAULT")) {
                    problems.add("column " + wanted.name() + " is " + column.kind() + " and cannot be written");
                } else if (!ColumnEncoders.replaces(column.type(), wanted.type())) {
                    problems.add(
                            "column " + wanted.name() + " is " + column.type() + " and should be " + wanted.type());
                }
                return;
            }
        }
        if (wanted.required()) {
            problems.add("column " + wanted.name() + " " + wanted.type() + " is missing");
        }
    }

    /** Whether it keeps rows as they came, and tokens beside them: replicated tables keep both in one place. */
    boolean isPlain() throws InterruptedException {
        return engine().getFirst().equals("MergeTree");
    }

    /** Name of the engine, and its whole text. */
    private List<String> engine() throws InterruptedException {
        return connection
                .rows(
                        "cannot read the engine of " + settings.tableName(),
                        "SELECT engine, engine_full FROM system.tables WHERE " + here("name"))
                .getFirst();
    }

    /** Replicated tables know batches by themselves; others only when they are told to. */
    private void ensureWindow() throws InterruptedException {
        List<String> engine = engine();
        String name = engine.getFirst();
        if (name.startsWith("Replicated") || name.startsWith("Shared")) {
            return;
        }
        if (!name.endsWith("MergeTree")) {
            log.warn(
                    "{} is of engine {}, which does not know a batch again: a crash may double one",
                    settings.tableName(),
                    name);
            return;
        }
        Matcher window = WINDOW.matcher(engine.getLast());
        if (window.find() && Integer.parseInt(window.group(1)) >= SMALL_WINDOW) {
            return;
        }
        try {
            connection.execute(
                    "cannot change " + settings.tableName(),
                    "ALTER TABLE " + settings.qualifiedTable()
                            + " MODIFY SETTING non_replicated_deduplication_window = " + ClickHouseTable.WINDOW);
            log.info("table remembers batches now, table={}", settings.tableName());
        } catch (StreamException e) {
            log.warn(
                    "{} does not remember batches, so that a crash may double one ({}); to change it: ALTER TABLE {}"
                            + " MODIFY SETTING non_replicated_deduplication_window = {}",
                    settings.tableName(),
                    e.reason(),
                    settings.qualifiedTable(),
                    ClickHouseTable.WINDOW);
        }
    }
}
