package io.millrace.sql.encode;

import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Columns of floats. NaN and infinities, which JSON cannot say, are null. Measured values repeat, float32 ones above
 * all, so a long column remembers texts in a direct-mapped table, as long as that pays.
 */
final class DoubleCell extends Cell {

    /** Rows before a column is worth a table of 128 KiB. */
    private static final int ROWS_BEFORE_TABLE = 4_096;

    private static final int SLOT_BITS = 12;
    private static final int SLOTS = 1 << SLOT_BITS;

    /** A slot: the double's bits, then up to 23 bytes of text with their number in the last byte. */
    private static final int SLOT_WORDS = 4;

    private static final int MAX_SLOT_TEXT = 23;
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    /** How many rows to do without the table when it was of little use over as many rows. */
    private static final int PAUSE_FACTOR = 16;

    private final byte[] scratch = new byte[DoubleText.MAX_BYTES + JsonBuffer.SLACK];
    private double[] values = {};
    private boolean @Nullable [] nulls;
    private long @Nullable [] table;
    private int rows;
    private int misses;
    private int pause;

    DoubleCell(byte[] announcement) {
        super(announcement);
    }

    @Override
    void bind(Vector vector) {
        DoubleVector doubles = (DoubleVector) vector;
        values = doubles.values;
        nulls = doubles.nulls;
        if (table == null && rows >= ROWS_BEFORE_TABLE) {
            table = new long[SLOTS * SLOT_WORDS];
            // +0.0 has the bits of an empty slot, and would find an empty text there
            remember(table, slot(0L), 0L);
            rows = 0;
        }
        if (rows >= ROWS_BEFORE_TABLE) {
            pause = misses > rows / 2 ? PAUSE_FACTOR * rows : 0;
            rows = 0;
            misses = 0;
        }
    }

    @Override
    int maxBytes() {
        return DoubleText.MAX_BYTES;
    }

    @Override
    int write(JsonBuffer out, int position, int row) {
        byte[] bytes = out.bytes;
        int at = announce(bytes, position);
        boolean[] flags = nulls;
        if (flags != null && flags[row]) {
            return JsonBuffer.nil(bytes, at);
        }
        double value = values[row];
        long[] texts = table;
        if (texts == null || pause > 0) {
            return writeDirectly(bytes, at, value);
        }
        rows++;
        long bits = Double.doubleToRawLongBits(value);
        int slot = slot(bits);
        if (texts[slot] != bits && !remember(texts, slot, bits)) {
            return write(bytes, at, value);
        }
        long end = texts[slot + 3];
        JsonBuffer.WORD.set(bytes, at, texts[slot + 1]);
        JsonBuffer.WORD.set(bytes, at + 8, texts[slot + 2]);
        JsonBuffer.WORD.set(bytes, at + 16, end);
        return at + (int) (end >>> 56);
    }

    private int writeDirectly(byte[] bytes, int position, double value) {
        if (table == null) {
            rows++;
        } else {
            pause--;
        }
        return write(bytes, position, value);
    }

    private static int slot(long bits) {
        return (int) ((bits * GOLDEN) >>> (64 - SLOT_BITS)) * SLOT_WORDS;
    }

    /** Puts the text into its slot; false when it is too long for that. */
    private boolean remember(long[] texts, int slot, long bits) {
        misses++;
        int length = write(scratch, 0, Double.longBitsToDouble(bits));
        if (length > MAX_SLOT_TEXT) {
            return false;
        }
        scratch[MAX_SLOT_TEXT] = (byte) length;
        texts[slot] = bits;
        for (int i = 0; i < 3; i++) {
            texts[slot + 1 + i] = (long) JsonBuffer.WORD.get(scratch, 8 * i);
        }
        return true;
    }

    @Override
    int writeValue(JsonBuffer out, int position, Object value) {
        return write(out.ensure(position, maxBytes()), position, ((Number) value).doubleValue());
    }

    private static int write(byte[] bytes, int position, double value) {
        return Double.isFinite(value) ? DoubleText.write(bytes, position, value) : JsonBuffer.nil(bytes, position);
    }
}
