package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.expr.Expr;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Concatenation: sizes first, then one copy into one array. */
final class Concat {

    private Concat() {}

    static Kernel kernel(Arguments arguments) {
        List<Kernel> casts = new ArrayList<>();
        for (Expr argument : arguments.expressions()) {
            casts.add(Casts.converter(argument.type(), DataType.STRING));
        }
        return (vectors, size) -> {
            BytesVector[] parts = new BytesVector[vectors.length];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = (BytesVector) casts.get(i).apply(new Vector[] {vectors[i]}, size);
            }
            return concat(parts, size);
        };
    }

    static boolean isText(TypeKind kind) {
        return kind.isText() || kind == TypeKind.JSON;
    }

    private static Vector concat(BytesVector[] parts, int size) {
        int[] starts = new int[size];
        int[] lengths = new int[size];
        for (BytesVector part : parts) {
            for (int i = 0; i < size; i++) {
                lengths[i] += part.lengths[i];
            }
        }
        int total = 0;
        for (int i = 0; i < size; i++) {
            starts[i] = total;
            total = Math.addExact(total, lengths[i]);
        }
        byte[] data = new byte[total];
        int[] ends = starts.clone();
        for (BytesVector part : parts) {
            append(part, data, ends, size);
        }
        return new BytesVector(data, starts, lengths, null);
    }

    private static void append(BytesVector part, byte[] data, int[] ends, int size) {
        byte[] source = part.data;
        for (int i = 0; i < size; i++) {
            int from = part.starts[i];
            int length = part.lengths[i];
            int to = ends[i];
            if (length < 16) {
                for (int j = 0; j < length; j++) {
                    data[to + j] = source[from + j];
                }
            } else {
                System.arraycopy(source, from, data, to, length);
            }
            ends[i] = to + length;
        }
    }
}
