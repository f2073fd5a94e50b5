package io.millrace.sql.encode;

import io.millrace.core.flow.Chunk;
import io.millrace.core.flow.RowKeys;
import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.ObjectVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the batches of one query as JSON lines, one object a row:
 *
 * <pre>{@code
 * {"device": "device1", "temperature": 16.899999618530273, "_tp_time": "2024-01-23 02:50:37.798000+00:00"}
 * }</pre>
 *
 * <p>Every type has a form, see {@code docs/rows.md}; the output is ASCII.
 *
 * <p><b>Threading:</b> not thread-safe; the chunks that it gives are.
 */
public final class JsonRows {

    private static final byte[] END = "}\n".getBytes(StandardCharsets.US_ASCII);

    /** What a row is thought to need before any was written. */
    private static final int FIRST_GUESS = 64;

    private final Schema schema;
    private final Cell[] cells;
    private final int keyColumn;
    private final int rowReserve;
    private double meanRowBytes = FIRST_GUESS;

    /** Rows without keys: latest-by-key is not possible for them. */
    public JsonRows(Schema schema) {
        this(schema, null);
    }

    /**
     * Rows with keys.
     *
     * @param keyColumn the column whose value is a row's key in {@link Chunk#key}; null for none
     * @throws IllegalArgumentException when there is no such column
     */
    public JsonRows(Schema schema, @Nullable String keyColumn) {
        this.schema = schema;
        this.keyColumn = keyColumn == null ? -1 : schema.indexOf(keyColumn);
        if (keyColumn != null && this.keyColumn < 0) {
            throw new IllegalArgumentException("no column '" + keyColumn + "' among " + names(schema));
        }
        cells = new Cell[schema.size()];
        int reserve = END.length;
        for (int i = 0; i < cells.length; i++) {
            Column column = schema.column(i);
            cells[i] = cell(column.type(), announcement(i, column.name()));
            reserve += cells[i].announcementBytes() + cells[i].maxBytes();
        }
        rowReserve = reserve;
        for (Cell cell : cells) {
            cell.reserve(reserve);
        }
    }

    /**
     * Writes all rows of a batch.
     *
     * @throws io.millrace.core.failure.FatalException when they need more than 1 GiB
     */
    public Chunk encode(RowBatch batch) {
        int rows = batch.size();
        for (int i = 0; i < cells.length; i++) {
            cells[i].bind(batch.vector(i));
        }
        JsonBuffer out = new JsonBuffer((int) Math.min(1 << 28, (long) (meanRowBytes * 1.05 * rows)) + rowReserve);
        int[] ends = new int[rows];
        int position = 0;
        for (int row = 0; row < rows; row++) {
            out.ensure(position, rowReserve);
            position = row(out, position, row);
            ends[row] = position;
        }
        if (rows > 0) {
            meanRowBytes = (double) position / rows;
        }
        return new Chunk(out.bytes, ends, rows, keyColumn < 0 ? null : keys(batch.vector(keyColumn)));
    }

    private int row(JsonBuffer out, int position, int row) {
        int at = position;
        if (cells.length == 0) {
            out.bytes[at++] = '{';
        }
        for (Cell cell : cells) {
            at = cell.write(out, at, row);
        }
        byte[] bytes = out.bytes;
        bytes[at] = END[0];
        bytes[at + 1] = END[1];
        return at + 2;
    }

    /** The columns as JSON: {@code {"columns": [{"name": "device", "type": "string"}]}}. */
    public String schemaJson() {
        StringBuilder text = new StringBuilder("{\"columns\": [");
        for (int i = 0; i < schema.size(); i++) {
            Column column = schema.column(i);
            text.append(i == 0 ? "" : ", ")
                    .append("{\"name\": ")
                    .append(ascii(quoted(column.name())))
                    .append(", \"type\": ")
                    .append(ascii(quoted(column.type().text())))
                    .append('}');
        }
        return text.append("]}").toString();
    }

    static Cell cell(DataType type, byte[] announcement) {
        return switch (type.storage()) {
            case LONG -> LongCell.of(type, announcement);
            case DOUBLE -> new DoubleCell(announcement);
            case BYTES -> new TextCell(type, announcement);
            case OBJECT -> new ObjectCell(type, announcement);
        };
    }

    /** A text as JSON string, quotes included. */
    static byte[] quoted(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        JsonBuffer out = new JsonBuffer(utf8.length + 2);
        int length = TextEscape.write(out, 0, utf8, 0, utf8.length, 0);
        return Arrays.copyOf(out.bytes, length);
    }

    private static byte[] announcement(int index, String name) {
        return ((index == 0 ? "{" : ", ") + ascii(quoted(name)) + ": ").getBytes(StandardCharsets.US_ASCII);
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static RowKeys keys(Vector vector) {
        return row -> vector.isNull(row) ? NoValue.NULL : key(vector, row);
    }

    private static Object key(Vector vector, int row) {
        return switch (vector) {
            case LongVector longs -> longs.values[row];
            case DoubleVector doubles -> doubles.values[row];
            case BytesVector texts -> texts.text(row);
            case ObjectVector objects -> Objects.requireNonNullElse(objects.values[row], NoValue.NULL);
        };
    }

    private static List<String> names(Schema schema) {
        List<String> names = new ArrayList<>();
        schema.columns().forEach(column -> names.add(column.name()));
        return names;
    }

    /** The key of rows whose key column is null. */
    private enum NoValue {
        NULL
    }
}
