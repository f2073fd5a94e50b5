package io.millrace.sql.expr;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import java.util.Arrays;

/**
 * A text that depends on one integer of at most 16 bits: texts are remembered by value, and rows of equal value share
 * their bytes. Bytes once handed out are never changed, so that vectors stay valid. When the texts take more than 1
 * MiB, they are computed row by row instead.
 */
final class DictionaryNode extends Node {

    private static final int MAX_BYTES = 1 << 20;
    private static final int SMALL = 1 << 8;
    private static final int LARGE = 1 << 16;

    private final Node code;
    private final Evaluator texts;
    private byte[] data = new byte[1024];
    private int used;
    private int[] startOf = unknown(SMALL);
    private int[] lengthOf = new int[SMALL];
    private boolean overflown;

    DictionaryNode(Node code, Evaluator texts) {
        this.code = code;
        this.texts = texts;
    }

    private static int[] unknown(int size) {
        int[] starts = new int[size];
        Arrays.fill(starts, -1);
        return starts;
    }

    @Override
    Vector compute(Vector[] columns, int size, long number) {
        Vector input = code.value(columns, size, number);
        long[] codes = ((LongVector) input).values;
        int[] starts = new int[size];
        int[] lengths = new int[size];
        int done = 0;
        while (done < size && !overflown) {
            done = lookUp(codes, done, size, starts, lengths);
            if (done < size) {
                learn(codes[done]);
            }
        }
        return overflown ? texts.first(new Vector[] {input}, size) : new BytesVector(data, starts, lengths, null);
    }

    /** Looks up rows until the first that is not known; gives its number. */
    private int lookUp(long[] codes, int from, int size, int[] starts, int[] lengths) {
        int[] startTable = startOf;
        int[] lengthTable = lengthOf;
        int mask = startTable.length - 1;
        for (int i = from; i < size; i++) {
            int slot = (int) codes[i] & mask;
            int start = startTable[slot];
            if (start < 0 || (mask != LARGE - 1 && codes[i] != slot)) {
                return i;
            }
            starts[i] = start;
            lengths[i] = lengthTable[slot];
        }
        return size;
    }

    private void learn(long value) {
        int slot = (int) value & (LARGE - 1);
        if (slot >= startOf.length) {
            int[] starts = unknown(LARGE);
            System.arraycopy(startOf, 0, starts, 0, startOf.length);
            startOf = starts;
            lengthOf = Arrays.copyOf(lengthOf, LARGE);
        }
        BytesVector text = (BytesVector) texts.first(new Vector[] {new LongVector(new long[] {value})}, 1);
        int length = text.lengths[0];
        if (used + length > MAX_BYTES) {
            overflown = true;
            return;
        }
        if (used + length > data.length) {
            data = Arrays.copyOf(data, Math.max(used + length, data.length * 2));
        }
        System.arraycopy(text.data, text.starts[0], data, used, length);
        startOf[slot] = used;
        lengthOf[slot] = length;
        used += length;
    }
}
