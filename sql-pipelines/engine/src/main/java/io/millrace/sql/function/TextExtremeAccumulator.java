package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The smallest or largest text by its bytes. */
final class TextExtremeAccumulator implements Accumulator {

    private final boolean max;
    private byte[] @Nullable [] best = new byte[16][];

    TextExtremeAccumulator(boolean max) {
        this.max = max;
    }

    @Override
    public void add(int[] groups, Vector[] arguments, int size, int groupCount) {
        grow(groupCount);
        for (int i = 0; i < size; i++) {
            add(groups[i], (BytesVector) arguments[0], i);
        }
    }

    @Override
    public void addAll(int group, Vector[] arguments, int from, int to) {
        grow(group + 1);
        for (int i = from; i < to; i++) {
            add(group, (BytesVector) arguments[0], i);
        }
    }

    private void grow(int groupCount) {
        if (best.length < groupCount) {
            best = Arrays.copyOf(best, Math.max(groupCount, best.length * 2));
        }
    }

    private void add(int group, BytesVector texts, int row) {
        byte[] before = best[group];
        int start = texts.starts[row];
        int end = start + texts.lengths[row];
        if (before != null) {
            int order = Arrays.compareUnsigned(texts.data, start, end, before, 0, before.length);
            if (max ? order <= 0 : order >= 0) {
                return;
            }
        }
        best[group] = Arrays.copyOfRange(texts.data, start, end);
    }

    @Override
    public Vector result(int[] groups, int size) {
        VectorBuilder builder = new VectorBuilder(DataType.STRING, size);
        for (int i = 0; i < size; i++) {
            byte[] text = groups[i] < best.length ? best[groups[i]] : null;
            builder.add(text == null ? "" : text);
        }
        return builder.build();
    }

    @Override
    public void reset(int group) {
        if (group < best.length) {
            best[group] = null;
        }
    }
}
