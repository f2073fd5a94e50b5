package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Groups by one column of texts: a slot holds half of the hash and the key's position. */
final class BytesKeyTable extends KeyTable {

    private static final int FIRST_CAPACITY = 16;
    private static final byte[] NO_BYTES = {};

    private final int column;
    /** Upper half of the hash, then position + 1; 0 marks a free slot. */
    private long[] slots = new long[FIRST_CAPACITY];

    private final BytesArena keys = new BytesArena();
    private int nullPosition = -1;

    BytesKeyTable(int column, QueryContext context, @Nullable GroupNumbers shared) {
        super(context, shared);
        this.column = column;
    }

    @Override
    void assign(RowBatch batch, int from, int to, int[] groups) {
        BytesVector vector = batch.bytes(column);
        byte[] data = vector.data;
        int[] starts = vector.starts;
        int[] lengths = vector.lengths;
        boolean[] nulls = vector.nulls;
        for (int i = from; i < to; i++) {
            groups[i] = nulls != null && nulls[i] ? nullGroup() : find(data, starts[i], lengths[i]);
        }
    }

    private int find(byte[] data, int start, int length) {
        long hash = BytesArena.hash(data, start, length);
        long[] table = slots;
        int mask = table.length - 1;
        int slot = (int) hash & mask;
        while (true) {
            long entry = table[slot];
            if (entry == 0) {
                return insert(data, start, length, hash, slot);
            }
            if (entry >>> 32 == hash >>> 32) {
                int position = (int) entry - 1;
                if (keys.equal(position, data, start, length)) {
                    return number(position);
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    private int insert(byte[] data, int start, int length, long hash, int slot) {
        int position = size();
        int number = added();
        keys.append(position, data, start, length);
        slots[slot] = (hash & 0xFFFF_FFFF_0000_0000L) | (position + 1);
        if (size() * 2 > slots.length) {
            grow();
        }
        return number;
    }

    private void grow() {
        slots = new long[slots.length * 2];
        checkStateBytes(keys.bytes() + 8L * slots.length);
        int mask = slots.length - 1;
        for (int position = 0; position < size(); position++) {
            if (position == nullPosition) {
                continue;
            }
            long hash = keys.hash(position);
            int slot = (int) hash & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = (hash & 0xFFFF_FFFF_0000_0000L) | (position + 1);
        }
    }

    private int nullGroup() {
        if (nullPosition < 0) {
            nullPosition = size();
            int number = added();
            keys.append(nullPosition, NO_BYTES, 0, 0);
            return number;
        }
        return number(nullPosition);
    }

    @Override
    Vector[] view() {
        boolean[] nulls = null;
        if (nullPosition >= 0) {
            nulls = new boolean[size()];
            nulls[nullPosition] = true;
        }
        return new Vector[] {keys.view(nulls)};
    }

    @Override
    void clear() {
        super.clear();
        Arrays.fill(slots, 0);
        keys.clear();
        nullPosition = -1;
    }
}
