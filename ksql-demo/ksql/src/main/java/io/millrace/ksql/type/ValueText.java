package io.millrace.ksql.type;

import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as texts, as CAST and CONCAT_WS write them: {@code [1, 2]}, {@code {a=1}}, {@code Struct{X=1}}. */
public final class ValueText {

    private ValueText() {}

    public static String of(@Nullable Object value, SqlType type) {
        if (value == null) {
            return "null";
        }
        return switch (type) {
            case ArrayOf array ->
                ((List<?>) value)
                        .stream().map(item -> of(item, array.item())).collect(Collectors.joining(", ", "[", "]"));
            case MapOf map ->
                ((Map<?, ?>) value)
                        .entrySet().stream()
                                .map(entry -> of(entry.getKey(), map.key()) + "=" + of(entry.getValue(), map.value()))
                                .collect(Collectors.joining(", ", "{", "}"));
            case StructOf struct -> struct((Struct) value, struct);
            case Scalar scalar when scalar == Scalar.BYTES -> value.toString();
            default -> {
                Converter text = Casts.of(type, Scalar.STRING);
                yield text == null ? value.toString() : (String) text.convert(value);
            }
        };
    }

    private static String struct(Struct value, StructOf type) {
        StringBuilder text = new StringBuilder("Struct{");
        for (int i = 0; i < type.fields().size(); i++) {
            SqlType.Field field = type.fields().get(i);
            text.append(i == 0 ? "" : ",").append(field.name()).append('=').append(of(value.get(i), field.type()));
        }
        return text.append('}').toString();
    }
}
