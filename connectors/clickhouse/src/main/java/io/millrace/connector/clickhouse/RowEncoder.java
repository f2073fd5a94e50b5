package io.millrace.connector.clickhouse;

import io.millrace.connector.clickhouse.ColumnEncoder.Misfit;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of a table in ClickHouse's binary row format, with one byte before each value that says whether it is the
 * column's default.
 */
final class RowEncoder {

    private static final Logger log = LoggerFactory.getLogger(RowEncoder.class);

    private static final int DEFAULT = 1;
    private static final int VALUE = 0;
    private static final int MAX_SHOWN = 60;

    /** Of names that are told once. */
    private static final int MAX_STRANGERS = 50;

    private final String table;
    private final String[] names;
    private final boolean[] nullable;
    private final ColumnEncoder[] encoders;
    private final Set<String> known;
    private final Set<String> strangers = new HashSet<>();

    /** For the columns in this order, which all have an encoder. */
    RowEncoder(String table, List<TableColumn> columns) {
        this.table = table;
        this.names = columns.stream().map(TableColumn::name).toArray(String[]::new);
        this.known = Set.of(names);
        this.nullable = new boolean[names.length];
        this.encoders = new ColumnEncoder[names.length];
        for (int i = 0; i < names.length; i++) {
            String type = columns.get(i).type();
            nullable[i] = ColumnEncoders.isNullable(type);
            ColumnEncoder encoder = ColumnEncoders.of(type);
            if (encoder == null) {
                throw new IllegalArgumentException("no encoder for " + type);
            }
            encoders[i] = encoder;
        }
    }

    /**
     * Writes all rows of a batch.
     *
     * @throws PoisonException when a value does not fit; the buffer then holds rubbish
     */
    void encode(List<Record<JsonRow>> batch, RowBuffer out) {
        for (int i = 0; i < batch.size(); i++) {
            encode(batch.get(i).value(), i, out);
        }
    }

    private void encode(JsonRow row, int index, RowBuffer out) {
        Map<String, @Nullable Object> fields = row.fields();
        int found = 0;
        for (int i = 0; i < names.length; i++) {
            Object value = fields.get(names[i]);
            if (value == null) {
                if (fields.containsKey(names[i])) {
                    found++;
                    if (nullable[i]) {
                        out.putByte(VALUE);
                        out.putByte(1);
                        continue;
                    }
                }
                out.putByte(DEFAULT);
                continue;
            }
            found++;
            out.putByte(VALUE);
            if (nullable[i]) {
                out.putByte(0);
            }
            try {
                encoders[i].write(value, out);
            } catch (Misfit e) {
                throw new PoisonException("row " + (index + 1) + " of a batch for " + table + ": " + names[i]
                        + " must be " + e.right() + ", was " + shown(value));
            }
        }
        if (found < fields.size()) {
            tellStrangers(fields.keySet());
        }
    }

    /** A field without column is no failure: feeds add fields. The kind of message is one that tables leave out. */
    private void tellStrangers(Set<String> fields) {
        if (strangers.size() >= MAX_STRANGERS) {
            return;
        }
        for (String field : fields) {
            if (!known.contains(field) && !field.equals("type") && strangers.add(field)) {
                log.warn("{} has no column '{}', its values are left out", table, field);
            }
        }
    }

    private static String shown(Object value) {
        String text = value instanceof String string ? "'" + string + "'" : String.valueOf(value);
        return text.length() <= MAX_SHOWN
                ? text
                : text.substring(0, MAX_SHOWN) + "... (" + text.length() + " characters)";
    }
}
