package io.millrace.sql.wire.codec;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Types;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads blocks of columns within bounds. */
public final class BlockReader {

    private BlockReader() {}

    /**
     * The next block.
     *
     * @throws WireException when a bound is passed, or a type is not known; the input cannot be read further
     */
    public static RowBatch read(WireInput in, WireLimits limits) throws IOException {
        readInfo(in);
        int columns = in.readCount(limits.maxColumns(), "columns of a block");
        int rows = in.readCount(limits.maxRows(), "rows of a block");
        Budget budget = new Budget(limits.maxBlockBytes());
        List<Column> named = new ArrayList<>();
        List<Vector> vectors = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            String name = in.readText(limits.maxTextBytes(), "name of a column");
            DataType type = type(in.readText(limits.maxQueryBytes(), "type of a column"), name);
            named.add(new Column(name, type));
            vectors.add(new ColumnReader(in, budget).read(type, rows));
        }
        return new RowBatch(new Schema(named), rows, vectors);
    }

    private static void readInfo(WireInput in) throws IOException {
        for (int fields = 0; fields < 3; fields++) {
            switch (in.readCount(Integer.MAX_VALUE, "fields of a block's head")) {
                case 0 -> {
                    return;
                }
                case 1 -> in.readByte();
                case 2 -> in.readInt();
                default -> throw new WireException(WireCode.INCORRECT_DATA, "a block's head has an unknown field");
            }
        }
        throw new WireException(WireCode.INCORRECT_DATA, "a block's head has too many fields");
    }

    private static DataType type(String text, String column) {
        try {
            DataType type = Types.parse(text);
            if (!type.equals(WireTypes.sent(new Schema(List.of(new Column(column, type))), Revisions.SERVER)
                    .column(0)
                    .type())) {
                throw new WireException(
                        WireCode.TYPE_MISMATCH,
                        "column '" + column + "' has type " + type.text() + ", send it as "
                                + WireTypes.name(
                                        WireTypes.sent(new Schema(List.of(new Column(column, type))), Revisions.SERVER)
                                                .column(0)
                                                .type()));
            }
            return type;
        } catch (SqlException unknown) {
            throw new WireException(
                    WireCode.TYPE_MISMATCH, "the type of column '" + column + "': " + unknown.getMessage());
        }
    }

    /** Bytes that a block may still take. */
    static final class Budget {

        private final int most;
        private long left;

        Budget(int most) {
            this.most = most;
            this.left = most;
        }

        /** Takes room for so many values of a size, before they are allocated. */
        void take(long count, int bytes) {
            left -= count * bytes;
            if (left < 0) {
                throw new WireException(WireCode.LIMIT_EXCEEDED, "a block has more than " + most + " bytes");
            }
        }
    }
}
