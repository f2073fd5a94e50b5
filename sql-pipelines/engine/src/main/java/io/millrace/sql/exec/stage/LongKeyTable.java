package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.TypeKind.Storage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Groups by one column of numbers: key and number lie side by side, one cache line per look-up. */
final class LongKeyTable extends KeyTable {

    private static final int FIRST_CAPACITY = 16;

    private final int column;
    private final Storage storage;
    /** Pairs of key and group number + 1; 0 marks a free slot. */
    private long[] slots = new long[2 * FIRST_CAPACITY];

    private int shift = Long.numberOfLeadingZeros(FIRST_CAPACITY) + 1;
    /** Keys by position. */
    private long[] keys = new long[FIRST_CAPACITY];

    private int nullNumber = -1;
    private int nullPosition = -1;

    LongKeyTable(int column, Storage storage, QueryContext context, @Nullable GroupNumbers shared) {
        super(context, shared);
        this.column = column;
        this.storage = storage;
    }

    @Override
    void assign(RowBatch batch, int from, int to, int[] groups) {
        if (storage == Storage.LONG) {
            LongVector vector = batch.longs(column);
            assign(vector.values, vector.nulls, from, to, groups);
        } else {
            DoubleVector vector = batch.doubles(column);
            double[] values = vector.values;
            long[] bits = new long[to];
            for (int i = from; i < to; i++) {
                // -0 and 0 are one key, as are all NaN
                bits[i] = Double.doubleToLongBits(values[i] + 0.0);
            }
            assign(bits, vector.nulls, from, to, groups);
        }
    }

    private void assign(long[] values, boolean @Nullable [] nulls, int from, int to, int[] groups) {
        if (nulls == null) {
            for (int i = from; i < to; i++) {
                groups[i] = find(values[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                groups[i] = nulls[i] ? nullGroup() : find(values[i]);
            }
        }
    }

    private int find(long key) {
        long[] table = slots;
        int mask = table.length - 1;
        int slot = (int) (mix(key) >>> shift) << 1;
        while (true) {
            long number = table[slot + 1];
            if (number == 0) {
                return insert(key, slot);
            }
            if (table[slot] == key) {
                return (int) number - 1;
            }
            slot = (slot + 2) & mask;
        }
    }

    private int insert(long key, int slot) {
        int position = size();
        int number = added();
        remember(position, key);
        slots[slot] = key;
        slots[slot + 1] = number + 1L;
        if (size() * 4L > slots.length) {
            grow();
        }
        return number;
    }

    private void remember(int position, long key) {
        if (position == keys.length) {
            keys = Arrays.copyOf(keys, position * 2);
            checkStateBytes(8L * keys.length + 8L * slots.length);
        }
        keys[position] = key;
    }

    private void grow() {
        long[] old = slots;
        long[] table = new long[old.length * 2];
        shift--;
        int mask = table.length - 1;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != 0) {
                int slot = (int) (mix(old[i]) >>> shift) << 1;
                while (table[slot + 1] != 0) {
                    slot = (slot + 2) & mask;
                }
                table[slot] = old[i];
                table[slot + 1] = old[i + 1];
            }
        }
        slots = table;
    }

    private int nullGroup() {
        if (nullNumber < 0) {
            nullPosition = size();
            nullNumber = added();
            remember(nullPosition, 0);
        }
        return nullNumber;
    }

    @Override
    Vector[] view() {
        boolean[] nulls = null;
        if (nullPosition >= 0) {
            nulls = new boolean[size()];
            nulls[nullPosition] = true;
        }
        if (storage == Storage.LONG) {
            return new Vector[] {new LongVector(keys, nulls)};
        }
        double[] values = new double[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.longBitsToDouble(keys[i]);
        }
        return new Vector[] {new DoubleVector(values, nulls)};
    }

    @Override
    void clear() {
        super.clear();
        Arrays.fill(slots, 0);
        nullNumber = -1;
        nullPosition = -1;
    }
}
