package io.millrace.ksql.format;

import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.Field;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import io.millrace.ksql.type.Struct;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends values to an array that grows. Each value is one byte, 0 for NULL, and then its content: numbers big-endian,
 * texts in UTF-8 behind their length. Not thread-safe.
 */
final class BinaryWriter {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIRST_SIZE = 64;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void value(@Nullable Object value, SqlType type) {
        if (value == null) {
            one(0);
            return;
        }
        one(1);
        switch (type) {
            case ArrayOf array -> {
                List<?> items = (List<?>) value;
                number(items.size());
                items.forEach(item -> value(item, array.item()));
            }
            case MapOf map -> {
                Map<?, ?> entries = (Map<?, ?>) value;
                number(entries.size());
                entries.forEach((key, entry) -> {
                    value(key, map.key());
                    value(entry, map.value());
                });
            }
            case StructOf struct -> {
                List<Field> fields = struct.fields();
                for (int i = 0; i < fields.size(); i++) {
                    value(((Struct) value).get(i), fields.get(i).type());
                }
            }
            case Decimal _ -> content(((BigDecimal) value).unscaledValue().toByteArray());
            case Scalar scalar -> scalar(value, scalar);
        }
    }

    private void scalar(Object value, Scalar type) {
        switch (type) {
            case BOOLEAN -> one((Boolean) value ? 1 : 0);
            case INTEGER -> number((Integer) value);
            case BIGINT -> large((Long) value);
            case DOUBLE -> large(Double.doubleToRawLongBits((Double) value));
            case STRING -> content(((String) value).getBytes(StandardCharsets.UTF_8));
            case BYTES -> content(((Bytes) value).array());
            case TIMESTAMP, DATE, TIME -> large(Times.number(value));
            case NULL -> throw new IllegalArgumentException("a value of type NULL");
        }
    }

    private void one(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    private void number(int value) {
        room(Integer.BYTES);
        INTS.set(bytes, size, value);
        size += Integer.BYTES;
    }

    private void large(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    private void content(byte[] content) {
        number(content.length);
        room(content.length);
        System.arraycopy(content, 0, bytes, size, content.length);
        size += content.length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
