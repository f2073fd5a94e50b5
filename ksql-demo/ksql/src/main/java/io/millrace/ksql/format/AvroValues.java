package io.millrace.ksql.format;

import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.Decimals;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Between our values and those of Avro's generic API. */
final class AvroValues {

    private AvroValues() {}

    /** For the writer of a schema made by {@link AvroSchemas}. */
    static @Nullable Object toAvro(@Nullable Object value, SqlType type, Schema schema) {
        if (value == null) {
            return null;
        }
        Schema plain = plain(schema);
        return switch (type) {
            case ArrayOf array -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (Object item : (List<?>) value) {
                    items.add(toAvro(item, array.item(), plain.getElementType()));
                }
                yield items;
            }
            case MapOf map -> entries((Map<?, ?>) value, map, plain.getElementType());
            case StructOf struct -> {
                GenericData.Record all = new GenericData.Record(plain);
                for (int i = 0; i < struct.fields().size(); i++) {
                    Schema field = plain.getFields().get(i).schema();
                    all.put(
                            i,
                            toAvro(
                                    ((Struct) value).get(i),
                                    struct.fields().get(i).type(),
                                    field));
                }
                yield all;
            }
            case Decimal _ ->
                ByteBuffer.wrap(((BigDecimal) value).unscaledValue().toByteArray());
            case Scalar scalar ->
                switch (scalar) {
                    case BYTES -> ByteBuffer.wrap(((Bytes) value).array());
                    case TIMESTAMP -> Times.number(value);
                    case DATE, TIME -> (int) Times.number(value);
                    default -> value;
                };
        };
    }

    private static List<Object> entries(Map<?, ?> map, MapOf type, Schema entry) {
        List<Object> all = new ArrayList<>();
        map.forEach((key, value) -> {
            GenericData.Record pair = new GenericData.Record(entry);
            pair.put(0, toAvro(key, type.key(), entry.getFields().get(0).schema()));
            pair.put(1, toAvro(value, type.value(), entry.getFields().get(1).schema()));
            all.add(pair);
        });
        return all;
    }

    /** The branch of a union that is not null; of other schemas themselves. */
    private static Schema plain(Schema schema) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        for (Schema branch : schema.getTypes()) {
            if (branch.getType() != Schema.Type.NULL) {
                return branch;
            }
        }
        return schema;
    }

    /** What a reader of any schema gave, as a type. */
    static @Nullable Object fromAvro(@Nullable Object value, SqlType type, Schema schema) {
        if (value == null) {
            return null;
        }
        Schema plain = plain(schema);
        return switch (type) {
            case ArrayOf array
            when value instanceof List<?> items -> {
                List<@Nullable Object> all = new ArrayList<>(items.size());
                for (Object item : items) {
                    all.add(fromAvro(item, array.item(), plain.getElementType()));
                }
                yield all;
            }
            case MapOf map -> map(value, map, plain);
            case StructOf struct when value instanceof IndexedRecord all -> struct(all, FieldNames.of(struct));
            case Decimal decimal -> decimal(value, decimal, plain);
            case Scalar scalar -> scalar(value, scalar);
            default -> throw mismatch(value, type);
        };
    }

    private static Struct struct(IndexedRecord all, FieldNames fields) {
        return Struct.of(fields(all, fields));
    }

    /** The fields of a record; those that it does not have are null. */
    static @Nullable Object[] fields(IndexedRecord all, FieldNames fields) {
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (Schema.Field field : all.getSchema().getFields()) {
            int index = fields.exact(field.name());
            index = index < 0 ? fields.folded(field.name()) : index;
            if (index >= 0) {
                values[index] = fromAvro(all.get(field.pos()), fields.type(index), field.schema());
            }
        }
        return values;
    }

    private static Map<@Nullable Object, @Nullable Object> map(Object value, MapOf type, Schema schema) {
        Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach(
                    (key, entry) -> all.put(String.valueOf(key), fromAvro(entry, type.value(), schema.getValueType())));
        } else if (value instanceof List<?> entries) {
            List<Schema.Field> fields = plain(schema.getElementType()).getFields();
            for (Object entry : entries) {
                IndexedRecord pair = (IndexedRecord) entry;
                all.put(
                        fromAvro(pair.get(0), type.key(), fields.get(0).schema()),
                        fromAvro(pair.get(1), type.value(), fields.get(1).schema()));
            }
        } else {
            throw mismatch(value, type);
        }
        return all;
    }

    private static BigDecimal decimal(Object value, Decimal type, Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            byte[] digits = value instanceof GenericFixed fixed
                    ? fixed.bytes()
                    : Bytes.of((ByteBuffer) value).array();
            return Decimals.fit(new BigDecimal(new BigInteger(digits), decimal.getScale()), type);
        }
        if (value instanceof Number || value instanceof CharSequence) {
            return Decimals.fit(new BigDecimal(value.toString()), type);
        }
        throw mismatch(value, type);
    }

    private static Object scalar(Object value, Scalar type) {
        Object converted = switch (type) {
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case INTEGER ->
                value instanceof Long number ? Math.toIntExact(number) : value instanceof Integer ? value : null;
            case BIGINT -> value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : null;
            case DOUBLE -> value instanceof Number number ? number.doubleValue() : null;
            case STRING -> isPlain(value) ? value.toString() : null;
            case BYTES -> bytes(value);
            case TIMESTAMP, DATE, TIME -> value instanceof Number number ? Times.value(number.longValue(), type) : null;
            case NULL -> null;
        };
        if (converted == null) {
            throw mismatch(value, type);
        }
        return converted;
    }

    private static boolean isPlain(Object value) {
        return value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof GenericData.EnumSymbol;
    }

    private static @Nullable Bytes bytes(Object value) {
        return switch (value) {
            case ByteBuffer buffer -> Bytes.of(buffer);
            case GenericFixed fixed -> Bytes.of(fixed.bytes());
            default -> null;
        };
    }

    private static FormatException mismatch(Object value, SqlType type) {
        return new FormatException("cannot read " + type.text() + " from an Avro "
                + value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }
}
