package io.millrace.core.flow;

/**
 * The key of each row of a {@link Chunk}, for {@link Overflow#LATEST_BY_KEY}.
 *
 * <p><b>Threading:</b> thread-safe; it must not change after its chunk was published.
 */
@FunctionalInterface
public interface RowKeys {

    /**
     * The row's key, compared with {@code equals} and {@code hashCode} across chunks.
     *
     * @param row as numbered when the chunk was made: 0 is the first row of its bytes, also in a slice
     */
    Object key(int row);
}
