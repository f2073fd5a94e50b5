package io.millrace.sql.exec.relation;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows prepared in memory. Every read, bounded or not, gives all batches in order, each as one block, and ends. */
public final class BatchRelation implements ReadableRelation {

    private final String name;
    private final Schema schema;
    private final List<RowBatch> batches;

    /**
     * @param schema all columns; the one named {@code _tp_time}, if there is one, is the event time
     * @param batches of that schema
     */
    public BatchRelation(String name, Schema schema, List<RowBatch> batches) {
        this.name = name;
        this.schema = schema;
        this.batches = List.copyOf(batches);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int visibleColumns() {
        return schema.size();
    }

    @Override
    public RowReader open(ReadRequest request) {
        return new Reader(request);
    }

    private final class Reader implements RowReader {

        private final ReadRequest request;
        private int position;
        private volatile boolean closed;

        Reader(ReadRequest request) {
            this.request = request;
        }

        @Override
        public long due() {
            return ended() ? NEVER : request.ticker().nanos();
        }

        @Override
        public @Nullable RowBatch next() {
            if (ended()) {
                return null;
            }
            RowBatch batch = batches.get(position++);
            Vector[] vectors = new Vector[request.columns().size()];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = batch.vector(request.columns().get(i));
            }
            return new RowBatch(request.schema(), batch.size(), vectors);
        }

        @Override
        public boolean ended() {
            return closed || position >= batches.size();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
