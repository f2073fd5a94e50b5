package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.DoubleVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.Addresses;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Numbers;
import io.millrace.sql.type.Texts;
import io.millrace.sql.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Random data of any type, as a random stream's columns without default have it: numbers over the whole bit range
 * (floats may be NaN or infinite), texts of 0 to 20 printable characters, arrays and maps of 0 to 20 items, NULL once
 * in 16, times from 1970 to 2106.
 */
public final class RandomData {

    private static final int MAX_ITEMS = 20;
    private static final int NULL_ONE_IN = 16;
    private static final int PRINTABLE_FIRST = 32;
    private static final int PRINTABLE = 95;
    private static final long DAYS = 65_536;
    private static final long SECONDS = 1L << 32;

    private RandomData() {}

    /** The kernel (without arguments) that makes such data. */
    public static Kernel kernel(DataType type, Random64 random) {
        Kernel kernel = plain(type, random);
        return type.nullable() ? withNulls(kernel, random) : kernel;
    }

    private static Kernel withNulls(Kernel kernel, Random64 random) {
        return (arguments, size) -> {
            boolean[] nulls = new boolean[size];
            for (int i = 0; i < size; i++) {
                nulls[i] = random.below(NULL_ONE_IN) == 0;
            }
            return Vectors.withNulls(kernel.apply(arguments, size), nulls);
        };
    }

    private static Kernel plain(DataType type, Random64 random) {
        return switch (type.kind()) {
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, IPV4, INTERVAL -> integers(type, random);
            case BOOL -> below(2, random);
            case DATE, DATE32 -> below(DAYS, random);
            case DATETIME -> below(SECONDS, random);
            case DATETIME64 -> times(type, random);
            case ENUM8, ENUM16 -> symbols(type, random);
            case FLOAT32, FLOAT64 -> floats(type.kind(), random);
            case STRING -> texts(random);
            case FIXED_STRING -> fixed(type.precision(), random);
            case JSON -> (_, size) -> Vectors.constant(type, "{}", size);
            case NOTHING -> (_, size) -> Kernels.nulls(type, size);
            default -> objects(type, random);
        };
    }

    private static Kernel integers(DataType type, Random64 random) {
        TypeKind kind = type.kind();
        return (_, size) -> {
            long[] values = new long[size];
            random.fill(values, size, -1L);
            for (int i = 0; i < size; i++) {
                values[i] = Numbers.wrap(values[i], kind);
            }
            return new LongVector(values);
        };
    }

    private static Kernel below(long bound, Random64 random) {
        return (_, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = random.below(bound);
            }
            return new LongVector(values);
        };
    }

    private static Kernel times(DataType type, Random64 random) {
        long unit = Texts.power10(type.precision());
        return (_, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = random.below(SECONDS) * unit + random.below(unit);
            }
            return new LongVector(values);
        };
    }

    private static Kernel symbols(DataType type, Random64 random) {
        long[] codes =
                type.symbols().values().stream().mapToLong(Integer::longValue).toArray();
        return (_, size) -> {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = codes[(int) random.below(codes.length)];
            }
            return new LongVector(values);
        };
    }

    private static Kernel floats(TypeKind kind, Random64 random) {
        return (_, size) -> {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = kind == TypeKind.FLOAT32
                        ? Float.intBitsToFloat((int) random.next())
                        : Double.longBitsToDouble(random.next());
            }
            return new DoubleVector(values);
        };
    }

    private static Kernel texts(Random64 random) {
        return (_, size) -> {
            byte[] data = new byte[size * MAX_ITEMS];
            int[] starts = new int[size];
            int[] lengths = new int[size];
            int used = 0;
            for (int i = 0; i < size; i++) {
                int length = (int) random.below(MAX_ITEMS + 1);
                starts[i] = used;
                lengths[i] = length;
                for (int end = used + length; used < end; used++) {
                    data[used] = (byte) (PRINTABLE_FIRST + random.below(PRINTABLE));
                }
            }
            return new BytesVector(data, starts, lengths, null);
        };
    }

    private static Kernel fixed(int length, Random64 random) {
        return (_, size) -> {
            byte[] data = new byte[size * length];
            int[] starts = new int[size];
            int[] lengths = new int[size];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) random.next();
            }
            for (int i = 0; i < size; i++) {
                starts[i] = i * length;
                lengths[i] = length;
            }
            return new BytesVector(data, starts, lengths, null);
        };
    }

    private static Kernel objects(DataType type, Random64 random) {
        return (_, size) -> {
            VectorBuilder builder = new VectorBuilder(type, size);
            for (int i = 0; i < size; i++) {
                builder.add(object(type, random));
            }
            return builder.build();
        };
    }

    private static @Nullable Object object(DataType type, Random64 random) {
        return switch (type.kind()) {
            case INT128, INT256, UINT128, UINT256 ->
                Numbers.wrap(bits(type.kind().bits(), random), type.kind());
            case DECIMAL -> decimal(type, random);
            case UUID -> uuid(random);
            case IPV6 ->
                Addresses.text(ByteBuffer.allocate(16)
                        .putLong(random.next())
                        .putLong(random.next())
                        .array());
            case ARRAY -> items(type.last(), random);
            case MAP -> entries(type, random);
            case TUPLE -> fields(type, random);
            default -> Vectors.value(kernel(type, random).apply(new Vector[0], 1), 0);
        };
    }

    private static BigInteger bits(int bits, Random64 random) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < bits; i += 64) {
            value = value.shiftLeft(64).or(Numbers.big(random.next(), TypeKind.UINT64));
        }
        return value;
    }

    /** Uniform over the numbers of that many digits, of both signs. */
    private static BigDecimal decimal(DataType type, Random64 random) {
        BigInteger bound = BigInteger.TEN.pow(type.precision());
        BigInteger magnitude = bits(320, random).mod(bound);
        return new BigDecimal(random.below(2) == 0 ? magnitude : magnitude.negate(), type.scale());
    }

    private static UUID uuid(Random64 random) {
        long high = (random.next() & ~0xF000L) | 0x4000L;
        long low = (random.next() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static List<@Nullable Object> items(DataType type, Random64 random) {
        int count = (int) random.below(MAX_ITEMS + 1);
        Vector values = kernel(type, random).apply(new Vector[0], count);
        List<@Nullable Object> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(Vectors.value(values, i));
        }
        return items;
    }

    private static Map<@Nullable Object, @Nullable Object> entries(DataType type, Random64 random) {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (Object key : items(type.elements().getFirst(), random)) {
            entries.put(key, object(type.last(), random));
        }
        return entries;
    }

    private static List<@Nullable Object> fields(DataType type, Random64 random) {
        List<@Nullable Object> fields = new ArrayList<>();
        for (DataType element : type.elements()) {
            fields.add(object(element, random));
        }
        return fields;
    }

    /**
     * Data for {@code random_in_type}: whole numbers, decimals and times from 0 to before max; without max (0) signed
     * integers go up to their largest value.
     */
    static Kernel limited(DataType type, long max, Random64 random) {
        TypeKind kind = type.kind();
        if (max == 0) {
            return kind.isSignedInteger() ? positive(kernel(type, random), kind) : kernel(type, random);
        }
        Kernel small = below(max, random);
        if (type.storage() == TypeKind.Storage.LONG) {
            return small;
        }
        Kernel convert = Casts.converter(DataType.INT64, type.notNullable());
        return (arguments, size) -> convert.apply(new Vector[] {small.apply(arguments, size)}, size);
    }

    private static Kernel positive(Kernel kernel, TypeKind kind) {
        return (arguments, size) -> {
            Vector vector = kernel.apply(arguments, size);
            if (vector instanceof LongVector longs) {
                long mask = -1L >>> (65 - kind.bits());
                for (int i = 0; i < size; i++) {
                    longs.values[i] &= mask;
                }
            } else if (vector instanceof io.millrace.sql.batch.ObjectVector objects) {
                for (int i = 0; i < size; i++) {
                    objects.values[i] = objects.values[i] instanceof BigInteger big
                            ? big.abs().clearBit(kind.bits() - 1)
                            : null;
                }
            }
            return vector;
        };
    }
}
