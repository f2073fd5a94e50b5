package io.millrace.sql.wire;

import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.exec.InsertTarget;
import io.millrace.sql.type.DataType;
import io.millrace.sql.wire.codec.Revisions;
import io.millrace.sql.wire.codec.WireCode;
import io.millrace.sql.wire.codec.WireException;
import io.millrace.sql.wire.codec.WireTypes;
import java.util.List;

/** Checks blocks of an INSERT against the columns that they go to. */
final class Inserts {

    private Inserts() {}

    /**
     * The block's columns in the order of the target's.
     *
     * @throws WireException when a column is missing, is not the target's, or has another type
     */
    static RowBatch arrange(RowBatch block, InsertTarget target) {
        Schema wanted = target.columns();
        Schema expected = WireTypes.sent(wanted, Revisions.OLDEST);
        Vector[] vectors = new Vector[wanted.size()];
        for (int i = 0; i < vectors.length; i++) {
            Column column = expected.column(i);
            int index = block.schema().indexOf(column.name());
            if (index < 0) {
                throw new WireException(
                        WireCode.NO_SUCH_COLUMN,
                        "the block has no column '" + column.name() + "' for stream '" + target.stream() + "'");
            }
            DataType given = WireTypes.sent(block.schema(), Revisions.OLDEST)
                    .column(index)
                    .type();
            if (!given.equals(column.type())) {
                throw new WireException(
                        WireCode.TYPE_MISMATCH,
                        "column '" + column.name() + "' of stream '" + target.stream() + "' is "
                                + column.type().text() + ", the block has " + given.text());
            }
            vectors[i] = block.vector(index);
        }
        if (block.schema().size() > vectors.length) {
            List<String> names = wanted.columns().stream().map(Column::name).toList();
            throw new WireException(
                    WireCode.NO_SUCH_COLUMN,
                    "the block has " + block.schema().size() + " columns, the statement names " + names);
        }
        return new RowBatch(wanted, block.size(), vectors);
    }
}
