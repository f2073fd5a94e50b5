package io.millrace.sql.batch;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts as UTF-8: row {@code i} is {@code data[starts[i]]} to before {@code data[starts[i] + lengths[i]]}. Rows may
 * share bytes.
 */
public final class BytesVector extends Vector {

    public final byte[] data;
    public final int[] starts;
    public final int[] lengths;

    public BytesVector(byte[] data, int[] starts, int[] lengths, boolean @Nullable [] nulls) {
        super(nulls);
        this.data = data;
        this.starts = starts;
        this.lengths = lengths;
    }

    /** The row's text, decoded: not for hot loops. */
    public String text(int row) {
        return new String(data, starts[row], lengths[row], StandardCharsets.UTF_8);
    }

    @Override
    public int capacity() {
        return starts.length;
    }
}
