package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.Conversion;
import io.millrace.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that remember the rows before. */
final class Streaming {

    private static final int MAX_DISTANCE = 1 << 20;

    private Streaming() {}

    static void register(Registry registry) {
        registry.add(new Scalar(
                        "monotonic",
                        "(start)",
                        "start, start + 1, ... in the order of rows.",
                        arguments -> {
                            start(arguments);
                            return DataType.INT64;
                        },
                        (arguments, _, _) -> counter(start(arguments)))
                .arity(1, 1)
                .remembering());
        registry.add(new Scalar(
                        "lag",
                        "(x[, n = 1[, default]])",
                        "x of the n-th row before; the default, or NULL, where there is none.",
                        arguments -> {
                            distance(arguments, 1, 1);
                            return lagType(arguments);
                        },
                        (arguments, type, _) -> lag(arguments, type))
                .arity(1, 3)
                .remembering());
        registry.add(new Scalar(
                        "lags",
                        "(x, from, to)",
                        "The values of x from so many rows before to so many rows before.",
                        arguments -> {
                            long from = distance(arguments, 1, 0);
                            long to = distance(arguments, 2, 0);
                            if (from > to) {
                                throw arguments.bad("from must not be greater than to");
                            }
                            return DataType.array(arguments.get(0).type());
                        },
                        (arguments, type, _) -> lags(arguments, type))
                .arity(3, 3)
                .remembering());
    }

    private static long start(Arguments arguments) {
        return arguments.integer(0, 0);
    }

    private static Kernel counter(long start) {
        long[] next = {start};
        return (_, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = next[0] + i;
            }
            next[0] += size;
            return new LongVector(values);
        };
    }

    private static int distance(Arguments arguments, int index, int absent) {
        long distance = arguments.integer(index, absent);
        if (distance < 0 || distance > MAX_DISTANCE) {
            throw SqlException.of(
                    SqlException.Code.BAD_ARGUMENTS,
                    arguments.function() + ": rows back must be 0 to " + MAX_DISTANCE + ", was " + distance);
        }
        return (int) distance;
    }

    /** Lists, maps and tuples cannot be null: without a default the first is empty. */
    private static DataType lagType(Arguments arguments) {
        DataType type = arguments.get(0).type();
        return switch (type.kind()) {
            case ARRAY, MAP, TUPLE -> type;
            default -> arguments.count() == 3 ? type : type.asNullable();
        };
    }

    private static Kernel lag(Arguments arguments, DataType type) {
        int distance = distance(arguments, 1, 1);
        @Nullable Object first = type.nullable() ? null : Vectors.zero(type);
        if (arguments.count() == 3) {
            first = Conversion.convert(arguments.literal(2), arguments.type(2), type.asNullable());
        }
        History history = new History(distance, first);
        return (vectors, size) -> {
            VectorBuilder builder = new VectorBuilder(type, size);
            for (int i = 0; i < size; i++) {
                Object current = Vectors.value(vectors[0], i);
                builder.add(distance == 0 ? current : history.back(distance));
                history.push(current);
            }
            return builder.build();
        };
    }

    private static Kernel lags(Arguments arguments, DataType type) {
        int from = distance(arguments, 1, 0);
        int to = distance(arguments, 2, 0);
        History history = new History(Math.max(1, to), Vectors.zero(type.last()));
        return (vectors, size) -> {
            VectorBuilder builder = new VectorBuilder(type, size);
            for (int i = 0; i < size; i++) {
                Object current = Vectors.value(vectors[0], i);
                List<@Nullable Object> values = new ArrayList<>(to - from + 1);
                for (int distance = from; distance <= to; distance++) {
                    values.add(distance == 0 ? current : history.back(distance));
                }
                builder.add(values);
                history.push(current);
            }
            return builder.build();
        };
    }

    /** The last values, in a ring. */
    private static final class History {

        private final @Nullable Object[] ring;
        private int next;

        History(int size, @Nullable Object first) {
            ring = new @Nullable Object[Math.max(1, size)];
            java.util.Arrays.fill(ring, first);
        }

        @Nullable
        Object back(int distance) {
            return ring[Math.floorMod(next - distance, ring.length)];
        }

        void push(@Nullable Object value) {
            ring[next] = value;
            next = next + 1 == ring.length ? 0 : next + 1;
        }
    }
}
