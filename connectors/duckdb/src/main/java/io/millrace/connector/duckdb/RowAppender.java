package io.millrace.connector.duckdb;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.IsoTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into a table's columns. After a failure a part of a row may be within the appender, which is of no more
 * use then.
 *
 * <p>This is the sink's hot loop, so it holds arrays: rows of a feed have the same fields in the same order, and where
 * each goes is known by its place.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class RowAppender {

    private static final int NONE = -1;
    private static final int SHAPE = 64;
    private static final int SHOWN = 60;
    private static final int MAX_SHORT = 4;
    private static final int MAX_INT = 9;
    private static final int MAX_LONG = 18;

    private final DuckDBAppender appender;
    private final String table;
    private final TableColumn[] columns;
    private final Map<String, Integer> byName = new HashMap<>();
    private final BiConsumer<String, @Nullable Object> taking = this::take;

    /** Of the row under way. A new one per row: the collector makes it dear to put values into an old array. */
    private @Nullable Object[] values;

    private final @Nullable String[] names = new String[SHAPE];
    private final int[] targets = new int[SHAPE];
    private int place;

    RowAppender(DuckDBAppender appender, String table, List<TableColumn> columns) {
        this.appender = appender;
        this.table = table;
        this.columns = columns.toArray(TableColumn[]::new);
        this.values = new Object[this.columns.length];
        for (int i = 0; i < this.columns.length; i++) {
            if (this.columns[i].type() != null) {
                byName.put(this.columns[i].name(), i);
            }
        }
    }

    /**
     * Appends a row, which the next flush writes.
     *
     * @throws PoisonException when a value does not fit its column
     */
    void append(JsonRow row) throws SQLException {
        values = new Object[columns.length];
        place = 0;
        row.fields().forEach(taking);
        appender.beginRow();
        for (int i = 0; i < columns.length; i++) {
            append(columns[i], values[i]);
        }
        appender.endRow();
    }

    private void take(String name, @Nullable Object value) {
        int at = place++;
        int target;
        if (at < SHAPE && name.equals(names[at])) {
            target = targets[at];
        } else {
            target = byName.getOrDefault(name, NONE);
            if (at < SHAPE) {
                names[at] = name;
                targets[at] = target;
            }
        }
        if (target != NONE) {
            values[target] = value;
        }
    }

    private void append(TableColumn column, @Nullable Object value) throws SQLException {
        DuckDbType type = column.type();
        if (type == null) {
            appendDefault(column);
        } else if (value != null) {
            try {
                append(type, value);
            } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
                throw new PoisonException(
                        "column " + column.name() + " of " + table + ": " + shown(value) + " is not " + type.right(),
                        e);
            }
        } else if (column.nullable()) {
            appender.appendNull();
        } else {
            appendNothing(type);
        }
    }

    private void append(DuckDbType type, Object value) throws SQLException {
        switch (type.kind()) {
            case DOUBLE -> appender.append(real(value));
            case UBIGINT -> appender.append(whole(value, true));
            case BIGINT -> appender.append(whole(value, false));
            case VARCHAR -> appender.append(text(value));
            case TIMESTAMP, TIMESTAMPTZ -> appender.appendEpochMicros(IsoTime.micros(string(value)));
            case BOOLEAN -> appender.append(truth(value));
            case DECIMAL -> appendDecimal(type, value);
        }
    }

    private static double real(Object value) {
        double real = switch (value) {
            case String text -> Numbers.toDouble(text);
            case Number number -> number.doubleValue();
            default -> throw new IllegalArgumentException("no number");
        };
        if (Double.isInfinite(real)) {
            throw new ArithmeticException("too large");
        }
        return real;
    }

    private static long whole(Object value, boolean unsigned) {
        return value instanceof Long number && (number >= 0 || !unsigned)
                ? number
                : Numbers.toLong(decimal(value), unsigned);
    }

    private static BigDecimal decimal(Object value) {
        return switch (value) {
            case String text -> Numbers.decimal(text);
            case Long number -> BigDecimal.valueOf(number);
            case BigInteger number -> new BigDecimal(number);
            case BigDecimal number -> number;
            default -> throw new IllegalArgumentException("no number");
        };
    }

    /** The text of anything; of what is within the row, as JSON. */
    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof BigDecimal number) {
            return number.toString();
        }
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            String wrapped = JsonRow.of(Map.of("", value)).toString();
            return wrapped.substring("{\"\":".length(), wrapped.length() - 1);
        }
        return value.toString();
    }

    private static String string(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("no text");
    }

    private static boolean truth(Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case String text when text.equals("true") -> true;
            case String text when text.equals("false") -> false;
            default -> throw new IllegalArgumentException("no truth");
        };
    }

    private void appendDecimal(DuckDbType type, Object value) throws SQLException {
        int precision = type.precision();
        if (precision > MAX_LONG) {
            appender.append(Numbers.fitted(decimal(value), precision, type.scale()));
            return;
        }
        long unscaled = value instanceof String text
                ? Numbers.toUnscaled(text, precision, type.scale())
                : Numbers.toUnscaled(decimal(value), precision, type.scale());
        appendUnscaled(precision, unscaled);
    }

    /** A decimal is held by the smallest whole number that its digits fit into. */
    private void appendUnscaled(int precision, long unscaled) throws SQLException {
        if (precision <= MAX_SHORT) {
            appender.appendDecimal((short) unscaled);
        } else if (precision <= MAX_INT) {
            appender.appendDecimal((int) unscaled);
        } else {
            appender.appendDecimal(unscaled);
        }
    }

    private void appendNothing(DuckDbType type) throws SQLException {
        switch (type.kind()) {
            case DOUBLE -> appender.append(0.0);
            case UBIGINT, BIGINT -> appender.append(0L);
            case VARCHAR -> appender.append("");
            case TIMESTAMP, TIMESTAMPTZ -> appender.appendEpochMicros(0);
            case BOOLEAN -> appender.append(false);
            case DECIMAL -> appendDecimal(type, 0L);
        }
    }

    private void appendDefault(TableColumn column) throws SQLException {
        try {
            appender.appendDefault();
        } catch (SQLException e) {
            throw new FatalException(
                    "column " + column.name() + " of " + table + " is not among the columns configured, and its"
                            + " default is none that can be appended; configure it, or give it a constant",
                    e);
        }
    }

    private static String shown(Object value) {
        String text = text(value);
        String shortened = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return value instanceof String ? "'" + shortened + "'" : shortened;
    }
}
