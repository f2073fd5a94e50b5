package io.millrace.core.flow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows encoded once, for any number of readers: NDJSON, each row with its final line feed, such as
 * {@code {"device":"device1","temperature":23.5}\n}.
 *
 * <p><b>Threading:</b> thread-safe. The arrays are shared and not copied: nobody changes them after the chunk was made.
 */
public final class Chunk {

    private final byte[] bytes;
    private final int[] rowEnds;
    private final int firstRow;
    private final int rows;
    private final @Nullable RowKeys keys;
    private volatile @Nullable Made<?> made;

    /**
     * A chunk that owns its arrays from now on.
     *
     * @param bytes UTF-8; may be longer than what the rows use
     * @param rowEnds for each row the index behind its line feed, ascending; may be longer than {@code rows}
     * @param rows how many rows there are, from 0
     * @param keys null when the rows have no key; each row then counts as a key of its own
     */
    public Chunk(byte[] bytes, int[] rowEnds, int rows, @Nullable RowKeys keys) {
        this(bytes, rowEnds, 0, rows, keys);
        if (rows < 0 || rows > rowEnds.length) {
            throw new IllegalArgumentException("rows is " + rows + " where " + rowEnds.length + " ends are given");
        }
        if (rows > 0 && rowEnds[rows - 1] > bytes.length) {
            throw new IllegalArgumentException(
                    "the last row ends at " + rowEnds[rows - 1] + " in " + bytes.length + " bytes");
        }
    }

    private Chunk(byte[] bytes, int[] rowEnds, int firstRow, int rows, @Nullable RowKeys keys) {
        this.bytes = bytes;
        this.rowEnds = rowEnds;
        this.firstRow = firstRow;
        this.rows = rows;
        this.keys = keys;
    }

    /**
     * The shared array: read it from {@link #offset}, {@link #length} bytes long. Writing to it is an error that
     * reaches every reader.
     */
    @SuppressWarnings("EI_EXPOSE_REP") // one copy per reader is what this class is there to avoid
    public byte[] bytes() {
        return bytes;
    }

    /** Where the first row begins in {@link #bytes}. */
    public int offset() {
        return firstRow == 0 ? 0 : rowEnds[firstRow - 1];
    }

    /** Bytes of all rows. */
    public int length() {
        return rows == 0 ? 0 : rowEnds[firstRow + rows - 1] - offset();
    }

    /** How many rows there are. */
    public int rows() {
        return rows;
    }

    /** Where a row begins in {@link #bytes}. */
    public int rowStart(int row) {
        int index = firstRow + row;
        return index == 0 ? 0 : rowEnds[index - 1];
    }

    /** The index in {@link #bytes} behind the row's line feed. */
    public int rowEnd(int row) {
        return rowEnds[firstRow + row];
    }

    /** Whether the rows have keys. */
    public boolean keyed() {
        return keys != null;
    }

    /** The row's key; an object equal to no other when the rows have none. */
    public Object key(int row) {
        return keys == null ? new Object() : keys.key(firstRow + row);
    }

    /** The rows from {@code from} to before {@code to}, sharing the bytes. */
    public Chunk slice(int from, int to) {
        if (from < 0 || to < from || to > rows) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + rows);
        }
        return from == 0 && to == rows ? this : new Chunk(bytes, rowEnds, firstRow + from, to - from, keys);
    }

    /**
     * What the form derives from this chunk: made by the first caller, shared by all later ones. Callers that come
     * meanwhile wait.
     */
    public <T> T form(Form<T> form) {
        Made<T> found = Made.find(made, form);
        return found == null ? make(form) : found.value();
    }

    private synchronized <T> T make(Form<T> form) {
        Made<T> found = Made.find(made, form);
        if (found != null) {
            return found.value();
        }
        T value = form.make(this);
        made = new Made<>(form, value, made);
        return value;
    }

    /** Copies rows of any chunks into one of their own, in the given order, with their keys. */
    public static Chunk gather(List<RowRef> refs) {
        int length = 0;
        for (RowRef ref : refs) {
            length = Math.addExact(length, ref.length());
        }
        byte[] bytes = new byte[length];
        int[] rowEnds = new int[refs.size()];
        Object[] keys = new Object[refs.size()];
        boolean keyed = false;
        int end = 0;
        int row = 0;
        for (RowRef ref : refs) {
            Chunk chunk = ref.chunk();
            System.arraycopy(chunk.bytes, chunk.rowStart(ref.row()), bytes, end, ref.length());
            end += ref.length();
            rowEnds[row] = end;
            keys[row] = chunk.key(ref.row());
            keyed |= chunk.keyed();
            row++;
        }
        return new Chunk(bytes, rowEnds, refs.size(), keyed ? index -> keys[index] : null);
    }

    /** The rows as text; for logs and tests. */
    @Override
    public String toString() {
        return new String(bytes, offset(), length(), StandardCharsets.UTF_8);
    }

    /** A form and what it gave, linked: there are never more than a handful. */
    private record Made<T>(Form<T> form, T value, @Nullable Made<?> next) {

        @SuppressWarnings("unchecked") // an entry's value was made by its form
        static <T> @Nullable Made<T> find(@Nullable Made<?> first, Form<T> form) {
            for (Made<?> made = first; made != null; made = made.next) {
                if (made.form == form) {
                    return (Made<T>) made;
                }
            }
            return null;
        }
    }
}
