package io.millrace.sql.function;

import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import org.jspecify.annotations.Nullable;

/** Makes the result null where an argument is; the kernel inside sees nulls as arbitrary values, or not at all. */
final class NullKernel implements Kernel {

    private final Kernel inner;
    private final boolean compact;

    /** @param compact true to hide rows with nulls from the kernel, because it could fail on them */
    NullKernel(Kernel inner, boolean compact) {
        this.inner = inner;
        this.compact = compact;
    }

    @Override
    public Vector apply(Vector[] arguments, int size) {
        boolean[] nulls = merge(arguments, size);
        if (nulls == null) {
            return inner.apply(arguments, size);
        }
        if (compact) {
            return applyCompact(arguments, nulls, size);
        }
        Vector result = inner.apply(arguments, size);
        boolean[] own = result.nulls;
        if (own != null) {
            for (int i = 0; i < size; i++) {
                nulls[i] |= own[i];
            }
        }
        return Vectors.withNulls(result, nulls);
    }

    private Vector applyCompact(Vector[] arguments, boolean[] nulls, int size) {
        int[] rows = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            rows[count] = i;
            count += nulls[i] ? 0 : 1;
        }
        Vector[] gathered = new Vector[arguments.length];
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = Vectors.withNulls(Vectors.gather(arguments[i], rows, count), null);
        }
        return Vectors.scatter(inner.apply(gathered, count), rows, count, size);
    }

    private static boolean @Nullable [] merge(Vector[] arguments, int size) {
        boolean[] merged = null;
        for (Vector argument : arguments) {
            boolean[] nulls = argument.nulls;
            if (nulls != null) {
                if (merged == null) {
                    merged = new boolean[size];
                }
                for (int i = 0; i < size; i++) {
                    merged[i] |= nulls[i];
                }
            }
        }
        return merged;
    }
}
