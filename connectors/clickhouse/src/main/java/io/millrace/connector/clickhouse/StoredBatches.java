package io.millrace.connector.clickhouse;

import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.json.JsonRow;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether rows of a batch are in the table, by their values, and puts a batch there past its token.
 *
 * <p>Both are for one case only. A {@code MergeTree} writes the token of an insert down before it takes the part in;
 * one that is killed between the two knows the token and has no rows, and would refuse the batch for ever.
 */
final class StoredBatches {

    private static final int SAMPLE_ROWS = 20;

    /** A longer text is no help, and a statement must not become large. */
    private static final int MAX_TEXT = 500;

    private final ClickHouseConnection connection;
    private final ClickHouseSinkSettings settings;
    private final List<TableColumn> columns;

    StoredBatches(ClickHouseConnection connection, ClickHouseSinkSettings settings, List<TableColumn> columns) {
        this.connection = connection;
        this.settings = settings;
        this.columns = columns;
    }

    /**
     * Whether a sample of the batch's rows is there, all of it. A batch is one part, so that it is there as a whole.
     *
     * @throws FatalException when the user may not ask
     */
    boolean hold(List<Record<JsonRow>> batch) throws InterruptedException {
        JsonRow first = batch.getFirst().value();
        List<TableColumn> compared =
                columns.stream().filter(column -> isComparable(first, column)).toList();
        if (compared.isEmpty()) {
            return true;
        }
        RowBuffer rows = new RowBuffer();
        int sampled = 0;
        for (Record<JsonRow> record : batch) {
            if (sampled < SAMPLE_ROWS && compared.stream().allMatch(column -> isComparable(record.value(), column))) {
                put(record.value(), compared, rows);
                sampled++;
            }
        }
        String names = compared.stream().map(column -> Sql.name(column.name())).collect(Collectors.joining(", "));
        String sample = "(SELECT " + names + " FROM format(RowBinary, "
                + Sql.text(compared.stream()
                        .map(column -> Sql.name(column.name()) + " " + ColumnEncoders.bare(column.type()))
                        .collect(Collectors.joining(", ")))
                + ", unhex('" + HexFormat.of().formatHex(rows.toBytes()) + "')))";
        List<String> counts = connection
                .rows(
                        "cannot look for rows in " + settings.tableName(),
                        "SELECT (SELECT count() FROM (SELECT DISTINCT * FROM " + sample + ")),"
                                + " (SELECT count() FROM (SELECT DISTINCT " + names + " FROM "
                                + settings.qualifiedTable() + " WHERE (" + names + ") IN " + sample + "))")
                .getFirst();
        return counts.get(0).equals(counts.get(1));
    }

    private static boolean isComparable(JsonRow row, TableColumn column) {
        Object value = row.field(column.name());
        return value != null && !(value instanceof String text && text.length() > MAX_TEXT);
    }

    private static void put(JsonRow row, List<TableColumn> compared, RowBuffer out) {
        for (TableColumn column : compared) {
            ColumnEncoder encoder = ColumnEncoders.of(column.type());
            @Nullable Object value = row.field(column.name());
            if (encoder != null && value != null) {
                encoder.write(value, out);
            }
        }
    }

    /**
     * Takes a batch in by a table beside, so that materialized views, which got it by the insert that was refused, do
     * not get it again.
     *
     * @param insert writes the batch to the table of the given qualified name
     * @throws FatalException when the user may not make tables
     */
    void putBeside(Insert insert) throws InterruptedException {
        String name = settings.table() + "_millrace_lost";
        String beside = Sql.name(settings.database()) + "." + Sql.name(name);
        String doing = "cannot put a batch into " + settings.tableName();
        connection.execute(doing, "DROP TABLE IF EXISTS " + beside + " SYNC");
        connection.execute(doing, "CREATE TABLE " + beside + " AS " + settings.qualifiedTable());
        insert.into(beside);
        List<String> partitions = new ArrayList<>();
        connection
                .rows(
                        doing,
                        "SELECT DISTINCT partition_id FROM system.parts WHERE active AND database = "
                                + Sql.text(settings.database()) + " AND table = " + Sql.text(name))
                .forEach(row -> partitions.add(row.getFirst()));
        for (String partition : partitions) {
            connection.execute(
                    doing,
                    "ALTER TABLE " + settings.qualifiedTable() + " ATTACH PARTITION ID " + Sql.text(partition)
                            + " FROM " + beside);
        }
        connection.execute(doing, "DROP TABLE " + beside + " SYNC");
    }

    /** Writes the batch that is under way. */
    @FunctionalInterface
    interface Insert {

        void into(String qualifiedTable) throws InterruptedException;
    }
}
