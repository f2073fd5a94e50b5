package io.millrace.sql.wire.codec;

import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;

/** Writes blocks of columns. */
public final class BlockWriter {

    private BlockWriter() {}

    /** A block without rows, which tells the columns. */
    public static void writeHeader(Schema sent, WireBuffer out) {
        start(sent.size(), 0, out);
        for (Column column : sent.columns()) {
            out.writeText(column.name());
            out.writeText(WireTypes.name(column.type()));
        }
    }

    /**
     * A block of rows.
     *
     * @param sent the batch's columns with the types of {@link WireTypes#sent}
     */
    public static void write(Schema sent, RowBatch batch, WireBuffer out) {
        start(sent.size(), batch.size(), out);
        for (int i = 0; i < sent.size(); i++) {
            Column column = sent.column(i);
            out.writeText(column.name());
            out.writeText(WireTypes.name(column.type()));
            ColumnWriter.write(column.type(), batch.vector(i), batch.size(), out);
        }
    }

    private static void start(int columns, int rows, WireBuffer out) {
        // block info: 1 = no overflow rows, 2 = no bucket of an aggregation
        out.writeVarint(1);
        out.writeByte(0);
        out.writeVarint(2);
        out.writeInt(-1);
        out.writeVarint(0);
        out.writeVarint(columns);
        out.writeVarint(rows);
    }
}
