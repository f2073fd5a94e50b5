package io.millrace.sql.expr;

import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions tried in turn; the value of the first that is true, computed for its rows alone. */
final class BranchNode extends Node {

    private final Node[] inputs;
    private final List<Evaluator> conditions;
    private final List<Evaluator> results;
    private final DataType type;

    /** One result more than conditions: the last is for the rows that none took. */
    BranchNode(List<Node> inputs, List<Evaluator> conditions, List<Evaluator> results, DataType type) {
        this.inputs = inputs.toArray(Node[]::new);
        this.conditions = List.copyOf(conditions);
        this.results = List.copyOf(results);
        this.type = type;
    }

    @Override
    Vector compute(Vector[] columns, int size, long number) {
        Vector[] all = new Vector[inputs.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = inputs[i].value(columns, size, number);
        }
        @Nullable Object[] values = new @Nullable Object[size];
        int[] rows = new int[size];
        for (int i = 0; i < size; i++) {
            rows[i] = i;
        }
        int left = size;
        for (int branch = 0; branch < results.size() && left > 0; branch++) {
            Vector[] selected = gather(all, rows, left);
            if (branch == conditions.size()) {
                store(results.get(branch), selected, rows, left, values);
            } else {
                left = take(branch, selected, rows, left, all, values);
            }
        }
        VectorBuilder builder = new VectorBuilder(type, size);
        for (Object value : values) {
            builder.add(value);
        }
        return builder.build();
    }

    /** Gives the branch its rows; moves the others to the front and tells how many they are. */
    private int take(int branch, Vector[] selected, int[] rows, int count, Vector[] all, @Nullable Object[] values) {
        int[] taken = new int[count];
        int takenCount = Vectors.select(conditions.get(branch).first(selected, count), count, taken);
        int[] takenRows = new int[takenCount];
        int next = 0;
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (next < takenCount && taken[next] == i) {
                takenRows[next++] = rows[i];
            } else {
                rows[left++] = rows[i];
            }
        }
        if (takenCount > 0) {
            store(results.get(branch), gather(all, takenRows, takenCount), takenRows, takenCount, values);
        }
        return left;
    }

    private static void store(Evaluator evaluator, Vector[] inputs, int[] rows, int count, @Nullable Object[] values) {
        Vector result = evaluator.first(inputs, count);
        for (int i = 0; i < count; i++) {
            values[rows[i]] = Vectors.value(result, i);
        }
    }

    private static Vector[] gather(Vector[] vectors, int[] rows, int count) {
        Vector[] gathered = new Vector[vectors.length];
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = Vectors.gather(vectors[i], rows, count);
        }
        return gathered;
    }
}
