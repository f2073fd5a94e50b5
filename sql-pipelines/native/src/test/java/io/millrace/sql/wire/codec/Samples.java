package io.millrace.sql.wire.codec;

import io.millrace.sql.batch.Column;
import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.type.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Random values of any type, from a seed. */
final class Samples {

    private final SplittableRandom random;

    Samples(long seed) {
        this.random = new SplittableRandom(seed);
    }

    RowBatch batch(Map<String, DataType> columns, int rows) {
        List<Column> named = new ArrayList<>();
        List<Vector> vectors = new ArrayList<>();
        columns.forEach((name, type) -> {
            named.add(new Column(name, type));
            VectorBuilder builder = new VectorBuilder(type, rows);
            for (int i = 0; i < rows; i++) {
                builder.add(value(type));
            }
            vectors.add(builder.build());
        });
        return new RowBatch(new Schema(named), rows, vectors);
    }

    @Nullable
    Object value(DataType type) {
        if (type.nullable() && random.nextInt(4) == 0) {
            return null;
        }
        return switch (type.kind()) {
            case BOOL -> (long) random.nextInt(2);
            case INT8 -> (long) (byte) random.nextInt();
            case INT16 -> (long) (short) random.nextInt();
            case INT32, DATE32 -> (long) random.nextInt();
            case INT64, UINT64, DATETIME64, INTERVAL -> random.nextLong();
            case UINT8 -> (long) random.nextInt(256);
            case UINT16, DATE -> (long) random.nextInt(65_536);
            case UINT32, IPV4, DATETIME -> random.nextLong(1L << 32);
            case INT128 -> integer(128).subtract(BigInteger.TWO.pow(127));
            case INT256 -> integer(256).subtract(BigInteger.TWO.pow(255));
            case UINT128 -> integer(128);
            case UINT256 -> integer(256);
            case FLOAT32 -> (double) (float) random.nextDouble(-1e6, 1e6);
            case FLOAT64 -> random.nextDouble(-1e300, 1e300);
            case DECIMAL ->
                new BigDecimal(
                        integer(3 * type.precision()).subtract(BigInteger.TWO.pow(3 * type.precision() - 1)),
                        type.scale());
            case STRING, JSON -> text(random.nextInt(20));
            case FIXED_STRING -> "x".repeat(type.precision());
            case UUID -> new UUID(random.nextLong(), random.nextLong());
            case IPV6 -> "2001:db8::" + Integer.toHexString(1 + random.nextInt(65_535));
            case ENUM8, ENUM16 -> {
                List<Integer> codes = List.copyOf(type.symbols().values());
                yield codes.get(random.nextInt(codes.size())).longValue();
            }
            case NOTHING -> null;
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(type.last()));
                }
                yield list;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(value(type.elements().getFirst()), value(type.last()));
                }
                yield map;
            }
            case TUPLE -> {
                List<@Nullable Object> list = new ArrayList<>();
                type.elements().forEach(element -> list.add(value(element)));
                yield list;
            }
        };
    }

    private BigInteger integer(int bits) {
        byte[] bytes = new byte[bits / 8];
        random.nextBytes(bytes);
        return new BigInteger(1, bytes);
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(i % 5 == 4 ? 0x1f600 + random.nextInt(50) : ' ' + random.nextInt(500));
        }
        return text.toString();
    }
}
