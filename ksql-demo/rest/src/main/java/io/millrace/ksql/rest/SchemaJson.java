package io.millrace.ksql.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.ksql.plan.Column;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import java.util.List;

/** Columns and types as descriptions show them: {@code {"type":"ARRAY","fields":null,"memberSchema":{...}}}. */
final class SchemaJson {

    private SchemaJson() {}

    static ArrayNode fields(List<Column> columns) {
        ArrayNode fields = Json.array();
        for (Column column : columns) {
            ObjectNode field = fields.addObject().put("name", column.name());
            field.set("schema", type(column.type()));
            if (column.isKey()) {
                field.put("type", "KEY");
            } else if (column.role() == Column.Role.HEADERS) {
                field.put("type", "HEADER").put("headerKey", column.header());
            }
        }
        return fields;
    }

    static ObjectNode type(SqlType type) {
        ObjectNode schema = Json.object();
        switch (type) {
            case Scalar scalar ->
                schema.put("type", scalar.name()).putNull("fields").putNull("memberSchema");
            case Decimal decimal -> {
                schema.put("type", "DECIMAL").putNull("fields").putNull("memberSchema");
                schema.putObject("parameters")
                        .put("precision", decimal.precision())
                        .put("scale", decimal.scale());
            }
            case ArrayOf array -> schema.put("type", "ARRAY").putNull("fields").set("memberSchema", type(array.item()));
            case MapOf map -> schema.put("type", "MAP").putNull("fields").set("memberSchema", type(map.value()));
            case StructOf struct -> {
                ArrayNode fields = schema.put("type", "STRUCT").putArray("fields");
                for (SqlType.Field field : struct.fields()) {
                    fields.addObject().put("name", field.name()).set("schema", type(field.type()));
                }
                schema.putNull("memberSchema");
            }
        }
        return schema;
    }
}
