package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The groups of an aggregation: an open-addressing hash table from key values to group numbers. Keys are kept in order
 * of arrival; the position in that order is the group number too, unless numbers come from a shared
 * {@link GroupNumbers}.
 */
abstract sealed class KeyTable permits NoKeyTable, LongKeyTable, BytesKeyTable, MultiKeyTable {

    private final QueryContext context;
    private final @Nullable GroupNumbers shared;
    private int[] numbers;
    private int size;

    KeyTable(QueryContext context, @Nullable GroupNumbers shared) {
        this.context = context;
        this.shared = shared;
        this.numbers = new int[shared == null ? 0 : 4];
    }

    /** The table that is fastest for these key columns. */
    static KeyTable of(Schema schema, int[] columns, QueryContext context, @Nullable GroupNumbers shared) {
        if (columns.length == 0) {
            return new NoKeyTable(context, shared);
        }
        if (columns.length > 1) {
            return new MultiKeyTable(schema, columns, context, shared);
        }
        DataType type = schema.column(columns[0]).type();
        return switch (type.storage()) {
            case LONG, DOUBLE -> new LongKeyTable(columns[0], type.storage(), context, shared);
            case BYTES -> new BytesKeyTable(columns[0], context, shared);
            case OBJECT -> new MultiKeyTable(schema, columns, context, shared);
        };
    }

    /** How many keys there are. */
    final int size() {
        return size;
    }

    /** The group number of the key at a position. */
    final int number(int position) {
        return shared == null ? position : numbers[position];
    }

    /** Writes the group number of each row from {@code from} to before {@code to}; new keys are added. */
    abstract void assign(RowBatch batch, int from, int to, int[] groups);

    /**
     * The keys by position, one vector per key column. The vectors show the table's own arrays: they are valid until
     * the next change and must be sliced or gathered before they leave.
     */
    abstract Vector[] view();

    /** Forgets all keys and gives their numbers back. */
    void clear() {
        if (shared != null) {
            for (int i = 0; i < size; i++) {
                shared.giveBack(numbers[i]);
            }
        }
        size = 0;
    }

    /** Counts a new key and gives its number. */
    final int added() {
        int position = size++;
        if (shared == null) {
            context.checkGroups(size);
            return position;
        }
        if (position == numbers.length) {
            numbers = Arrays.copyOf(numbers, position * 2);
        }
        int number = shared.take();
        numbers[position] = number;
        return number;
    }

    final void checkStateBytes(long bytes) {
        context.checkStateBytes(bytes);
    }

    /** Spreads the bits of a key over the upper half too, of which the slot is taken. */
    static long mix(long key) {
        long mixed = (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }
}
