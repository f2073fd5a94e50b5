package io.millrace.sql.batch;

import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes and takes apart vectors. */
public final class Vectors {

    private static final byte[] NO_BYTES = new byte[0];

    private Vectors() {}

    /**
     * A row's value as literals hold it: {@code Long}, {@code Double}, {@code String}, {@code BigInteger},
     * {@code BigDecimal}, {@code UUID}, {@code List}, {@code LinkedHashMap}; null for NULL. Not for hot loops.
     */
    public static @Nullable Object value(Vector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        return switch (vector) {
            case LongVector longs -> longs.values[row];
            case DoubleVector doubles -> doubles.values[row];
            case BytesVector bytes -> bytes.text(row);
            case ObjectVector objects -> objects.values[row];
        };
    }

    /** A vector of boxed values, as {@link #value} gives them. */
    public static Vector of(DataType type, List<? extends @Nullable Object> values) {
        return of(type, values, values.size());
    }

    private static Vector of(DataType type, List<? extends @Nullable Object> values, int size) {
        VectorBuilder builder = new VectorBuilder(type, size);
        for (int i = 0; i < size; i++) {
            builder.add(values.get(i));
        }
        return builder.build();
    }

    /** A vector that has one value in all rows; null for NULL. */
    public static Vector constant(DataType type, @Nullable Object value, int size) {
        int capacity = Math.max(1, size);
        boolean[] nulls = null;
        Object filled = value == null ? zero(type) : value;
        if (value == null) {
            nulls = new boolean[capacity];
            Arrays.fill(nulls, true);
        }
        return switch (type.storage()) {
            case LONG -> {
                long[] values = new long[capacity];
                Arrays.fill(values, ((Number) filled).longValue());
                yield new LongVector(values, nulls);
            }
            case DOUBLE -> {
                double[] values = new double[capacity];
                Arrays.fill(values, ((Number) filled).doubleValue());
                yield new DoubleVector(values, nulls);
            }
            case BYTES -> {
                byte[] data = filled.toString().getBytes(StandardCharsets.UTF_8);
                int[] lengths = new int[capacity];
                Arrays.fill(lengths, data.length);
                yield new BytesVector(data, new int[capacity], lengths, nulls);
            }
            case OBJECT -> {
                Object[] values = new Object[capacity];
                Arrays.fill(values, filled);
                yield new ObjectVector(values, nulls);
            }
        };
    }

    /** The value that a type has where nothing else is known: 0, empty text, empty array, 1970-01-01. */
    public static Object zero(DataType type) {
        return switch (type.storage()) {
            case LONG -> isEnum(type) ? (Object) firstCode(type) : (Object) 0L;
            case DOUBLE -> 0.0;
            case BYTES -> type.kind() == TypeKind.FIXED_STRING ? "\0".repeat(type.precision()) : "";
            case OBJECT -> zeroObject(type);
        };
    }

    private static boolean isEnum(DataType type) {
        return type.kind() == TypeKind.ENUM8 || type.kind() == TypeKind.ENUM16;
    }

    private static Long firstCode(DataType type) {
        return type.symbols().values().stream().min(Integer::compare).orElse(0).longValue();
    }

    private static Object zeroObject(DataType type) {
        return switch (type.kind()) {
            case DECIMAL -> BigDecimal.ZERO.setScale(type.scale());
            case UUID -> new UUID(0, 0);
            case IPV6 -> "::";
            case ARRAY -> List.of();
            case MAP -> new LinkedHashMap<>();
            case TUPLE -> type.elements().stream().map(Vectors::zero).toList();
            default -> BigInteger.ZERO;
        };
    }

    /** The rows of a vector at some places, in that order. */
    public static Vector gather(Vector vector, int[] rows, int size) {
        boolean[] nulls = vector.nulls;
        boolean[] kept = null;
        if (nulls != null) {
            kept = new boolean[size];
            for (int i = 0; i < size; i++) {
                kept[i] = nulls[rows[i]];
            }
        }
        return switch (vector) {
            case LongVector longs -> new LongVector(gather(longs.values, rows, size), kept);
            case DoubleVector doubles -> new DoubleVector(gather(doubles.values, rows, size), kept);
            case BytesVector bytes ->
                new BytesVector(bytes.data, gather(bytes.starts, rows, size), gather(bytes.lengths, rows, size), kept);
            case ObjectVector objects -> new ObjectVector(gather(objects.values, rows, size), kept);
        };
    }

    private static long[] gather(long[] values, int[] rows, int size) {
        long[] result = new long[size];
        for (int i = 0; i < size; i++) {
            result[i] = values[rows[i]];
        }
        return result;
    }

    private static double[] gather(double[] values, int[] rows, int size) {
        double[] result = new double[size];
        for (int i = 0; i < size; i++) {
            result[i] = values[rows[i]];
        }
        return result;
    }

    private static int[] gather(int[] values, int[] rows, int size) {
        int[] result = new int[size];
        for (int i = 0; i < size; i++) {
            result[i] = values[rows[i]];
        }
        return result;
    }

    private static @Nullable Object[] gather(@Nullable Object[] values, int[] rows, int size) {
        @Nullable Object[] result = new @Nullable Object[size];
        for (int i = 0; i < size; i++) {
            result[i] = values[rows[i]];
        }
        return result;
    }

    /**
     * Writes the numbers of the rows that are true (neither false nor null).
     *
     * @return how many
     */
    public static int select(Vector condition, int size, int[] rows) {
        long[] values = ((LongVector) condition).values;
        boolean[] nulls = condition.nulls;
        int count = 0;
        for (int i = 0; i < size; i++) {
            rows[count] = i;
            count += values[i] != 0 && (nulls == null || !nulls[i]) ? 1 : 0;
        }
        return count;
    }

    /**
     * The opposite of {@link #gather}: row {@code i} of the compact vector goes to {@code rows[i]}, all others are
     * null.
     */
    public static Vector scatter(Vector compact, int[] rows, int count, int size) {
        boolean[] nulls = new boolean[size];
        Arrays.fill(nulls, true);
        int[] source = new int[size];
        for (int i = 0; i < count; i++) {
            nulls[rows[i]] = compact.isNull(i);
            source[rows[i]] = i;
        }
        if (compact.capacity() == 0) {
            return withNulls(empty(compact, size), nulls);
        }
        return withNulls(gather(withNulls(compact, null), source, size), nulls);
    }

    private static Vector empty(Vector like, int size) {
        return switch (like) {
            case LongVector _ -> new LongVector(new long[size]);
            case DoubleVector _ -> new DoubleVector(new double[size]);
            case BytesVector _ -> emptyTexts(size);
            case ObjectVector _ -> new ObjectVector(new Object[size], null);
        };
    }

    /** The same values with other null flags; shares the arrays. */
    public static Vector withNulls(Vector vector, boolean @Nullable [] nulls) {
        return switch (vector) {
            case LongVector longs -> new LongVector(longs.values, nulls);
            case DoubleVector doubles -> new DoubleVector(doubles.values, nulls);
            case BytesVector bytes -> new BytesVector(bytes.data, bytes.starts, bytes.lengths, nulls);
            case ObjectVector objects -> new ObjectVector(objects.values, nulls);
        };
    }

    /** A text vector with no row set yet, all empty. */
    public static BytesVector emptyTexts(int size) {
        return new BytesVector(NO_BYTES, new int[size], new int[size], null);
    }
}
