package io.millrace.ksql.format;

import io.millrace.ksql.plan.Column;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Field;
import io.millrace.ksql.type.SqlType.StructOf;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the fields of a JSON object belong: by their own name first, else by the name in upper case. */
final class FieldNames {

    private final List<Field> fields;
    private final Map<String, Integer> places = new HashMap<>();

    private FieldNames(List<Field> fields) {
        this.fields = fields;
        for (int i = 0; i < fields.size(); i++) {
            places.put(fields.get(i).name(), i);
        }
    }

    static FieldNames of(StructOf struct) {
        return new FieldNames(struct.fields());
    }

    static FieldNames of(List<Column> columns) {
        return new FieldNames(columns.stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList());
    }

    /** The place of that very name, -1 when there is none. */
    int exact(String name) {
        return places.getOrDefault(name, -1);
    }

    /** The place of the name in upper case, -1 when there is none. */
    int folded(String name) {
        return places.getOrDefault(name.toUpperCase(Locale.ROOT), -1);
    }

    int size() {
        return fields.size();
    }

    String name(int index) {
        return fields.get(index).name();
    }

    SqlType type(int index) {
        return fields.get(index).type();
    }
}
