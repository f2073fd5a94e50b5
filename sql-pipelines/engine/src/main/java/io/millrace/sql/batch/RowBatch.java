package io.millrace.sql.batch;

import java.util.List;

/**
 * Rows of one result in columnar form. Immutable by agreement once it left its operator; operators may share vectors
 * between batches.
 */
public final class RowBatch {

    private final Schema schema;
    private final int size;
    private final Vector[] vectors;

    /**
     * @param size rows, 0 to the smallest capacity of the vectors
     * @param vectors one per column, in the schema's order
     */
    public RowBatch(Schema schema, int size, List<Vector> vectors) {
        this(schema, size, vectors.toArray(Vector[]::new));
    }

    /** The array is kept, not copied. */
    public RowBatch(Schema schema, int size, Vector... vectors) {
        if (vectors.length != schema.size()) {
            throw new IllegalArgumentException(schema.size() + " columns but " + vectors.length + " vectors");
        }
        this.schema = schema;
        this.size = size;
        this.vectors = vectors;
    }

    public Schema schema() {
        return schema;
    }

    public int size() {
        return size;
    }

    /** All vectors in the schema's order: shared, not to be changed. */
    public Vector[] vectors() {
        return vectors;
    }

    public Vector vector(int column) {
        return vectors[column];
    }

    public LongVector longs(int column) {
        return (LongVector) vectors[column];
    }

    public DoubleVector doubles(int column) {
        return (DoubleVector) vectors[column];
    }

    public BytesVector bytes(int column) {
        return (BytesVector) vectors[column];
    }

    public ObjectVector objects(int column) {
        return (ObjectVector) vectors[column];
    }
}
