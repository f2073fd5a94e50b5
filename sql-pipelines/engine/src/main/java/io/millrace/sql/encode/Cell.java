package io.millrace.sql.encode;

import io.millrace.sql.batch.Vector;
import java.util.Arrays;

/** Writes the values of one column, each behind the bytes that announce it: {@code , "temperature": }. */
abstract sealed class Cell permits LongCell, DoubleCell, TextCell, ObjectCell {

    /** Bytes of an announcement that are written as whole words, whatever its length. */
    private static final int SHORT = 32;

    private final byte[] announcement;
    private final int length;
    private final long word0;
    private final long word1;
    private final long word2;
    private final long word3;

    /**
     * Bytes that one row needs behind any value of unknown length: all announcements, all values of known length, the
     * end.
     */
    private int reserve;

    Cell(byte[] announcement) {
        this.length = announcement.length;
        this.announcement = Arrays.copyOf(announcement, Math.max(SHORT, length));
        word0 = (long) JsonBuffer.WORD.get(this.announcement, 0);
        word1 = (long) JsonBuffer.WORD.get(this.announcement, 8);
        word2 = (long) JsonBuffer.WORD.get(this.announcement, 16);
        word3 = (long) JsonBuffer.WORD.get(this.announcement, 24);
    }

    final void reserve(int bytes) {
        reserve = bytes;
    }

    final int reserve() {
        return reserve;
    }

    final int announcementBytes() {
        return announcement.length;
    }

    /** Writes what stands before the value. */
    final int announce(byte[] bytes, int position) {
        if (length > SHORT) {
            System.arraycopy(announcement, 0, bytes, position, length);
        } else {
            JsonBuffer.WORD.set(bytes, position, word0);
            JsonBuffer.WORD.set(bytes, position + 8, word1);
            if (length > 16) {
                JsonBuffer.WORD.set(bytes, position + 16, word2);
                JsonBuffer.WORD.set(bytes, position + 24, word3);
            }
        }
        return position + length;
    }

    /** Takes the column whose rows come next. */
    abstract void bind(Vector vector);

    /** Most bytes of a value whose length has a bound; 0 for the others, which make room themselves. */
    abstract int maxBytes();

    /**
     * Writes announcement and value of a row. The buffer has {@link #reserve} bytes free, and has them again
     * afterwards.
     */
    abstract int write(JsonBuffer out, int position, int row);

    /**
     * Writes a value that stands within an array, map or tuple, without announcement, making room itself.
     *
     * @param value as {@code TypeKind} says for the type; not null
     */
    abstract int writeValue(JsonBuffer out, int position, Object value);
}
