package io.millrace.ksql.format;

import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import io.millrace.ksql.type.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BinaryWriter} wrote. Not thread-safe. */
final class BinaryReader {

    private final ByteBuffer bytes;

    BinaryReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    @Nullable
    Object value(SqlType type) {
        if (bytes.get() == 0) {
            return null;
        }
        return switch (type) {
            case ArrayOf array -> array(array);
            case MapOf map -> map(map);
            case StructOf struct -> struct(struct);
            case Decimal decimal -> new BigDecimal(new BigInteger(content()), decimal.scale());
            case Scalar scalar -> scalar(scalar);
        };
    }

    private Object scalar(Scalar type) {
        return switch (type) {
            case BOOLEAN -> bytes.get() != 0;
            case INTEGER -> bytes.getInt();
            case BIGINT -> bytes.getLong();
            case DOUBLE -> bytes.getDouble();
            case STRING -> text();
            case BYTES -> Bytes.of(content());
            case TIMESTAMP, DATE, TIME -> Times.value(bytes.getLong(), type);
            case NULL -> throw new FormatException("a value of type NULL");
        };
    }

    private String text() {
        int length = bytes.getInt();
        String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
        return text;
    }

    private byte[] content() {
        byte[] content = new byte[bytes.getInt()];
        bytes.get(content);
        return content;
    }

    private List<@Nullable Object> array(ArrayOf type) {
        int count = bytes.getInt();
        List<@Nullable Object> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(value(type.item()));
        }
        return items;
    }

    private Map<@Nullable Object, @Nullable Object> map(MapOf type) {
        int count = bytes.getInt();
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Object key = value(type.key());
            entries.put(key, value(type.value()));
        }
        return entries;
    }

    private Struct struct(StructOf type) {
        @Nullable Object[] values = new @Nullable Object[type.fields().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(type.fields().get(i).type());
        }
        return Struct.of(values);
    }
}
