package io.millrace.ksql.format;

import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** KAFKA: one column, as Kafka's own serialisers write it: numbers big-endian, texts in UTF-8, bytes as they are. */
record KafkaCodec(Scalar type) implements RowCodec {

    static boolean supports(SqlType type) {
        return type == Scalar.INTEGER
                || type == Scalar.BIGINT
                || type == Scalar.DOUBLE
                || type == Scalar.STRING
                || type == Scalar.BYTES;
    }

    @Override
    public byte @Nullable [] write(Row row) {
        Object value = row.get(0);
        if (value == null) {
            return null;
        }
        return switch (type) {
            case INTEGER ->
                ByteBuffer.allocate(Integer.BYTES).putInt((Integer) value).array();
            case BIGINT -> ByteBuffer.allocate(Long.BYTES).putLong((Long) value).array();
            case DOUBLE ->
                ByteBuffer.allocate(Double.BYTES).putDouble((Double) value).array();
            case STRING -> ((String) value).getBytes(StandardCharsets.UTF_8);
            case BYTES -> ((Bytes) value).array();
            default -> throw new IllegalStateException(type.text());
        };
    }

    @Override
    public Row read(byte[] bytes) {
        return switch (type) {
            case INTEGER -> Row.of(number(bytes, Integer.BYTES).getInt());
            case BIGINT -> Row.of(number(bytes, Long.BYTES).getLong());
            case DOUBLE -> Row.of(number(bytes, Double.BYTES).getDouble());
            case STRING -> Row.of(new String(bytes, StandardCharsets.UTF_8));
            case BYTES -> Row.of(Bytes.of(bytes));
            default -> throw new IllegalStateException(type.text());
        };
    }

    private ByteBuffer number(byte[] bytes, int size) {
        if (bytes.length != size) {
            throw new FormatException(
                    "size of data for " + type.text() + " must be " + size + " bytes, was " + bytes.length);
        }
        return ByteBuffer.wrap(bytes);
    }
}
