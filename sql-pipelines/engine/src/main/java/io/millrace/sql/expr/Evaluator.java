package io.millrace.sql.expr;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Vector;
import java.util.List;

/**
 * Compiled expressions over the columns of one input. Equal sub-expressions are computed once per batch, and so share
 * their value even when they are not deterministic. Has state: one evaluator serves one running query and one thread.
 */
public final class Evaluator {

    private final Node[] outputs;
    private long batch;

    Evaluator(List<Node> outputs) {
        this.outputs = outputs.toArray(Node[]::new);
    }

    /**
     * Computes all expressions for some rows.
     *
     * @param columns the input's columns; those that no expression refers to may be missing at the end
     * @return one vector per expression, in their order; vectors may be those of the input, or shared
     */
    public Vector[] evaluate(Vector[] columns, int size) {
        long number = batch++;
        Vector[] results = new Vector[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            results[i] = outputs[i].value(columns, size, number);
        }
        return results;
    }

    /** Computes all expressions for the rows of a batch. */
    public Vector[] evaluate(RowBatch batch) {
        return evaluate(batch.vectors(), batch.size());
    }

    /** Computes the first expression alone. */
    public Vector first(Vector[] columns, int size) {
        return outputs[0].value(columns, size, batch++);
    }

    /** How many expressions. */
    public int size() {
        return outputs.length;
    }
}
