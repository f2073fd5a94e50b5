package io.millrace.ksql.type;

import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.StructOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Conversion of arrays, maps and structs by that of what they hold. */
final class Nested {

    /** Which conversion there is between two types. */
    interface Rules {
        @Nullable
        Converter of(SqlType from, SqlType to);
    }

    private Nested() {}

    /** The conversion between two arrays, two maps or two structs; null when one of its parts has none. */
    static @Nullable Converter convert(SqlType from, SqlType to, Rules rules) {
        if (from instanceof ArrayOf source && to instanceof ArrayOf target) {
            Converter item = rules.of(source.item(), target.item());
            return item == null ? null : value -> list((List<?>) value, item);
        }
        if (from instanceof MapOf source && to instanceof MapOf target) {
            Converter key = rules.of(source.key(), target.key());
            Converter item = rules.of(source.value(), target.value());
            return key == null || item == null ? null : value -> map((Map<?, ?>) value, key, item);
        }
        return from instanceof StructOf source && to instanceof StructOf target ? struct(source, target, rules) : null;
    }

    private static List<@Nullable Object> list(List<?> values, Converter item) {
        List<@Nullable Object> result = new ArrayList<>(values.size());
        for (Object value : values) {
            result.add(value == null ? null : item.convert(value));
        }
        return result;
    }

    private static Map<@Nullable Object, @Nullable Object> map(Map<?, ?> values, Converter key, Converter item) {
        Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
        values.forEach((k, v) -> result.put(k == null ? null : key.convert(k), v == null ? null : item.convert(v)));
        return result;
    }

    /** By name: a field that the source lacks becomes NULL, one that the target lacks falls away. */
    private static @Nullable Converter struct(StructOf source, StructOf target, Rules rules) {
        int count = target.fields().size();
        int[] places = new int[count];
        List<@Nullable Converter> converters = new ArrayList<>();
        boolean shared = false;
        for (int i = 0; i < count; i++) {
            SqlType.Field field = target.fields().get(i);
            places[i] = source.indexOf(field.name());
            Converter converter = places[i] < 0
                    ? null
                    : rules.of(source.fields().get(places[i]).type(), field.type());
            if (places[i] >= 0 && converter == null) {
                return null;
            }
            shared |= places[i] >= 0;
            converters.add(converter);
        }
        return shared ? value -> struct((Struct) value, places, converters) : null;
    }

    private static Struct struct(Struct source, int[] places, List<@Nullable Converter> converters) {
        @Nullable Object[] values = new Object[places.length];
        for (int i = 0; i < places.length; i++) {
            Object value = places[i] < 0 ? null : source.get(places[i]);
            Converter converter = converters.get(i);
            values[i] = value == null || converter == null ? null : converter.convert(value);
        }
        return Struct.of(values);
    }
}
