package io.millrace.connector.proton;

import com.timeplus.data.BlockInfo;
import com.timeplus.serde.BinaryDeserializer;
import io.millrace.core.failure.FatalException;
import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks of a query, the first of which tells its columns.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Blocks {

    private static final int MAX_COLUMNS = 10_000;
    private static final int MAX_ROWS = 1 << 24;

    /** @param types as the server writes them */
    private record Shape(Schema schema, List<String> types) {}

    private record Block(Shape shape, RowBatch rows) {}

    private final WireReader reader;
    private final BinaryDeserializer packets;
    private final Columns columns;
    private final ColumnTypes types = new ColumnTypes();
    private @Nullable Shape shape;

    Blocks(WireReader reader, BinaryDeserializer packets) {
        this.reader = reader;
        this.packets = packets;
        this.columns = new Columns(reader);
    }

    /** The next block belongs to another query. */
    void reset() {
        shape = null;
    }

    /** Reads a block: the columns, rows, or a sign of life. */
    Answer next() throws IOException {
        Shape known = shape;
        Block block = read(known);
        RowBatch rows = block.rows();
        if (known == null && rows.schema().size() > 0) {
            shape = block.shape();
            if (rows.size() == 0) {
                return new Answer.Header(rows.schema());
            }
        }
        if (rows.size() == 0) {
            return new Answer.Progress();
        }
        if (known != null && !known.types().equals(block.shape().types())) {
            throw new FatalException("the columns of a running query have changed");
        }
        return new Answer.Rows(rows);
    }

    /** Reads a block that is none of the rows: totals, extremes. */
    void skip() throws IOException {
        read(null);
    }

    private Block read(@Nullable Shape known) throws IOException {
        reader.text();
        BlockInfo.readFrom(packets);
        int width = reader.length(MAX_COLUMNS, "columns of a block");
        int rows = reader.length(MAX_ROWS, "rows of a block");
        List<Column> read = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        Vector[] vectors = new Vector[width];
        for (int i = 0; i < width; i++) {
            String name = reader.text();
            String text = reader.text();
            read.add(new Column(name, types.of(name, text)));
            texts.add(text);
            vectors[i] = columns.read(read.getLast().type(), rows);
        }
        Schema schema = known != null && known.types().equals(texts) ? known.schema() : new Schema(read);
        return new Block(new Shape(schema, texts), new RowBatch(schema, rows, vectors));
    }
}
