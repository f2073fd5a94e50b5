package io.millrace.core.flow;

/**
 * One row of a chunk, without copying it.
 *
 * @param row from 0, below {@link Chunk#rows}
 */
public record RowRef(Chunk chunk, int row) {

    public RowRef {
        if (row < 0 || row >= chunk.rows()) {
            throw new IllegalArgumentException("row " + row + " is outside of a chunk of " + chunk.rows() + " rows");
        }
    }

    /** Bytes of the row, with its line feed. */
    public int length() {
        return chunk.rowEnd(row) - chunk.rowStart(row);
    }
}
