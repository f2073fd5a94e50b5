package io.millrace.sql.expr;

import io.millrace.sql.batch.Vector;
import io.millrace.sql.function.Kernel;
import java.util.List;

/** A function over other nodes. */
final class CallNode extends Node {

    private final Kernel kernel;
    private final Node[] arguments;

    CallNode(Kernel kernel, List<Node> arguments) {
        this.kernel = kernel;
        this.arguments = arguments.toArray(Node[]::new);
    }

    @Override
    Vector compute(Vector[] columns, int size, long number) {
        Vector[] values = new Vector[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].value(columns, size, number);
        }
        return kernel.apply(values, size);
    }
}
