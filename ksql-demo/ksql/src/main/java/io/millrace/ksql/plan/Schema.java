package io.millrace.ksql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Columns of a stream or table: those of the key first, then those of the value, then those read from headers, each in
 * the order declared.
 */
public record Schema(List<Column> columns) {

    public Schema {
        List<Column> ordered = new ArrayList<>();
        for (Column.Role role : Column.Role.values()) {
            for (Column column : columns) {
                if (column.role() == role) {
                    ordered.add(column);
                }
            }
        }
        columns = List.copyOf(ordered);
    }

    public List<Column> keys() {
        return of(Column.Role.KEY);
    }

    public List<Column> values() {
        return of(Column.Role.VALUE);
    }

    public List<Column> headers() {
        return of(Column.Role.HEADERS);
    }

    private List<Column> of(Column.Role role) {
        return columns.stream().filter(column -> column.role() == role).toList();
    }

    /** Place of a column, -1 when there is none of that name. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** As ksqlDB's REST API shows it: {@code `ID` INTEGER KEY, `NAME` STRING}. */
    public String text() {
        return columns.stream()
                .map(column -> "`" + column.name() + "` " + column.type().text() + (column.isKey() ? " KEY" : ""))
                .collect(Collectors.joining(", "));
    }
}
