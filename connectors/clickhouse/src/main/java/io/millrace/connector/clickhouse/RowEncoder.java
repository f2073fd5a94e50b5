package io.millrace.connector.clickhouse;

import com.clickhouse.data.ClickHouseFormat;
import io.millrace.connector.clickhouse.ColumnEncoder.Misfit;
import io.millrace.core.Record;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of a table in ClickHouse's binary row format. When all rows of a batch give the same columns, only these are
 * written, which the server reads fastest. Else all columns are, with one byte before each value that says whether it
 * is the column's default.
 *
 * <p>This is the sink's hot loop, so it holds arrays: rows of a feed have the same fields in the same order, and which
 * column each goes to is known by its place.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class RowEncoder {

    private static final Logger log = LoggerFactory.getLogger(RowEncoder.class);

    private static final int DEFAULT = 1;
    private static final int VALUE = 0;
    private static final int MAX_SHOWN = 60;

    /** Of names that are told once. */
    private static final int MAX_STRANGERS = 50;

    /** Fields of a row whose columns are known by their place. */
    private static final int PLACES = 64;

    private static final int NONE = -1;

    /** A null that has a place in its column. */
    private enum Null {
        NULL
    }

    private final String table;
    private final String[] names;
    private final boolean[] nullable;
    private final ColumnEncoder[] encoders;
    private final Map<String, Integer> byName = new HashMap<>();
    private final Set<String> strangers = new HashSet<>();
    private final Form marked;

    private final BiConsumer<String, @Nullable Object> taking = this::take;
    private final @Nullable String[] guesses = new String[PLACES];
    private final int[] targets = new int[PLACES];
    private int place;

    /**
     * Of the row under way, by column; null is what is left to the column's default. A new one per batch: the collector
     * makes it dear to put rows into an old array.
     */
    private @Nullable Object[] values;

    /** Which columns the first row of the batch gives. */
    private final boolean[] given;

    /** Whether rows of the last batch gave different columns: then those of the next do so too. */
    private boolean mixed;

    private Form form;

    /**
     * How a batch was written.
     *
     * @param columns as they are named in a statement
     */
    record Form(List<String> columns, ClickHouseFormat format) {}

    /** For the columns in this order, which all have an encoder. */
    RowEncoder(String table, List<TableColumn> columns) {
        this.table = table;
        this.names = columns.stream().map(TableColumn::name).toArray(String[]::new);
        this.nullable = new boolean[names.length];
        this.encoders = new ColumnEncoder[names.length];
        this.values = new Object[names.length];
        this.given = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            String type = columns.get(i).type();
            nullable[i] = ColumnEncoders.isNullable(type);
            ColumnEncoder encoder = ColumnEncoders.of(type);
            if (encoder == null) {
                throw new IllegalArgumentException("no encoder for " + type);
            }
            encoders[i] = encoder;
            byName.put(names[i], i);
        }
        marked = new Form(Arrays.stream(names).map(Sql::name).toList(), ClickHouseFormat.RowBinaryWithDefaults);
        form = marked;
    }

    /** How the last batch was written. */
    Form form() {
        return form;
    }

    /**
     * Writes all rows of a batch.
     *
     * @throws PoisonException when a value does not fit; the buffer then holds rubbish
     */
    void encode(List<Record<JsonRow>> batch, RowBuffer out) {
        int start = out.size();
        values = new Object[names.length];
        if (mixed || !encodeAlike(batch, out)) {
            out.truncate(start);
            encodeMarked(batch, out);
        }
        Arrays.fill(values, null);
    }

    /** False when a row gives other columns than the first one, or that gives none. */
    private boolean encodeAlike(List<Record<JsonRow>> batch, RowBuffer out) {
        for (int row = 0; row < batch.size(); row++) {
            take(batch.get(row).value());
            if (row == 0 && !begin()) {
                return false;
            }
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                if (given[i] != (value != null)) {
                    return false;
                }
                if (value != null) {
                    write(i, value, row, out);
                }
            }
        }
        List<String> columns = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            if (given[i]) {
                columns.add(marked.columns().get(i));
            }
        }
        form = new Form(columns, ClickHouseFormat.RowBinary);
        return true;
    }

    private void encodeMarked(List<Record<JsonRow>> batch, RowBuffer out) {
        boolean different = false;
        for (int row = 0; row < batch.size(); row++) {
            take(batch.get(row).value());
            if (row == 0) {
                different = !begin();
            }
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                different |= given[i] != (value != null);
                if (value == null) {
                    out.putByte(DEFAULT);
                } else {
                    out.putByte(VALUE);
                    write(i, value, row, out);
                }
            }
        }
        form = marked;
        mixed = different;
    }

    /** Looks which columns the first row gives; false when it is none. */
    private boolean begin() {
        boolean any = false;
        for (int i = 0; i < values.length; i++) {
            given[i] = values[i] != null;
            any |= given[i];
        }
        return any;
    }

    private void write(int column, Object value, int row, RowBuffer out) {
        if (nullable[column]) {
            boolean none = value instanceof Null;
            out.putByte(none ? 1 : 0);
            if (none) {
                return;
            }
        }
        try {
            encoders[column].write(value, out);
        } catch (Misfit e) {
            throw new PoisonException("row " + (row + 1) + " of a batch for " + table + ": " + names[column]
                    + " must be " + e.right() + ", was " + shown(value));
        }
    }

    private void take(JsonRow row) {
        Arrays.fill(values, null);
        place = 0;
        row.fields().forEach(taking);
    }

    private void take(String name, @Nullable Object value) {
        int at = place++;
        int target;
        if (at < PLACES && name.equals(guesses[at])) {
            target = targets[at];
        } else {
            target = byName.getOrDefault(name, NONE);
            if (at < PLACES) {
                guesses[at] = name;
                targets[at] = target;
            }
            if (target == NONE) {
                tellStranger(name);
            }
        }
        if (target != NONE) {
            values[target] = value == null && nullable[target] ? Null.NULL : value;
        }
    }

    /** A field without column is no failure: feeds add fields. The kind of message is one that tables leave out. */
    private void tellStranger(String field) {
        if (strangers.size() < MAX_STRANGERS && !field.equals("type") && strangers.add(field)) {
            log.warn("{} has no column '{}', its values are left out", table, field);
        }
    }

    private static String shown(Object value) {
        String text = value instanceof String string ? "'" + string + "'" : String.valueOf(value);
        return text.length() <= MAX_SHOWN
                ? text
                : text.substring(0, MAX_SHOWN) + "... (" + text.length() + " characters)";
    }
}
