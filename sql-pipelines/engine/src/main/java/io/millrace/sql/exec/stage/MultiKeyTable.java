package io.millrace.sql.exec.stage;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Groups by several columns of any types: rows are hashed column by column, then compared column by column. */
final class MultiKeyTable extends KeyTable {

    private static final int FIRST_CAPACITY = 16;

    private final int[] columns;
    private final KeyColumn[] keys;
    /** Upper half of the hash, then position + 1; 0 marks a free slot. */
    private long[] slots = new long[FIRST_CAPACITY];
    /** Hashes by position. */
    private long[] hashes = new long[FIRST_CAPACITY];

    private long[] rowHashes = new long[0];

    MultiKeyTable(Schema schema, int[] columns, QueryContext context, @Nullable GroupNumbers shared) {
        super(context, shared);
        this.columns = columns;
        this.keys = new KeyColumn[columns.length];
        for (int i = 0; i < columns.length; i++) {
            keys[i] = KeyColumn.of(schema.column(columns[i]).type().storage());
        }
    }

    @Override
    void assign(RowBatch batch, int from, int to, int[] groups) {
        if (rowHashes.length < to - from) {
            rowHashes = new long[to - from];
        }
        Arrays.fill(rowHashes, 0, to - from, 0);
        Vector[] vectors = new Vector[columns.length];
        for (int i = 0; i < columns.length; i++) {
            vectors[i] = batch.vector(columns[i]);
            keys[i].hash(vectors[i], from, to, rowHashes);
        }
        for (int row = from; row < to; row++) {
            groups[row] = find(vectors, row, rowHashes[row - from]);
        }
    }

    private int find(Vector[] vectors, int row, long hash) {
        long[] table = slots;
        int mask = table.length - 1;
        int slot = (int) hash & mask;
        while (true) {
            long entry = table[slot];
            if (entry == 0) {
                return insert(vectors, row, hash, slot);
            }
            if (entry >>> 32 == hash >>> 32) {
                int position = (int) entry - 1;
                if (equal(position, vectors, row)) {
                    return number(position);
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    private boolean equal(int position, Vector[] vectors, int row) {
        for (int i = 0; i < keys.length; i++) {
            if (!keys[i].equal(position, vectors[i], row)) {
                return false;
            }
        }
        return true;
    }

    private int insert(Vector[] vectors, int row, long hash, int slot) {
        int position = size();
        int number = added();
        for (int i = 0; i < keys.length; i++) {
            keys[i].append(position, vectors[i], row);
        }
        if (position == hashes.length) {
            hashes = Arrays.copyOf(hashes, position * 2);
        }
        hashes[position] = hash;
        slots[slot] = (hash & 0xFFFF_FFFF_0000_0000L) | (position + 1);
        if (size() * 2 > slots.length) {
            grow();
        }
        return number;
    }

    private void grow() {
        slots = new long[slots.length * 2];
        long bytes = (8L + keys.length * 8L) * slots.length;
        for (KeyColumn key : keys) {
            bytes += key.extraBytes();
        }
        checkStateBytes(bytes);
        int mask = slots.length - 1;
        for (int position = 0; position < size(); position++) {
            int slot = (int) hashes[position] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = (hashes[position] & 0xFFFF_FFFF_0000_0000L) | (position + 1);
        }
    }

    @Override
    Vector[] view() {
        Vector[] vectors = new Vector[keys.length];
        for (int i = 0; i < keys.length; i++) {
            vectors[i] = keys[i].view();
        }
        return vectors;
    }

    @Override
    void clear() {
        super.clear();
        Arrays.fill(slots, 0);
        for (KeyColumn key : keys) {
            key.clear();
        }
    }
}
