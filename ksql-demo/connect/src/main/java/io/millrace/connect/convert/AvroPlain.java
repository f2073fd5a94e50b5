package io.millrace.connect.convert;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Avro's generic values as plain ones. */
final class AvroPlain {

    private AvroPlain() {}

    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case CharSequence text -> text.toString();
            case ByteBuffer buffer -> bytes(buffer);
            case GenericFixed fixed -> fixed.bytes();
            case GenericEnumSymbol<?> symbol -> symbol.toString();
            case IndexedRecord row -> fields(row);
            case List<?> items -> list(items);
            case Map<?, ?> entries -> map(entries);
            default -> value;
        };
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Map<String, @Nullable Object> fields(IndexedRecord row) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (Schema.Field field : row.getSchema().getFields()) {
            all.put(field.name(), of(row.get(field.pos())));
        }
        return all;
    }

    private static List<@Nullable Object> list(List<?> items) {
        List<@Nullable Object> all = new ArrayList<>(items.size());
        for (Object item : items) {
            all.add(of(item));
        }
        return all;
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> entries) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        entries.forEach((key, item) -> all.put(String.valueOf(key), of(item)));
        return all;
    }
}
