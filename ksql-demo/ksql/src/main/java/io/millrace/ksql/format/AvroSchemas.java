package io.millrace.ksql.format;

import io.millrace.ksql.plan.Column;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.ArrayOf;
import io.millrace.ksql.type.SqlType.Decimal;
import io.millrace.ksql.type.SqlType.Field;
import io.millrace.ksql.type.SqlType.MapOf;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.ksql.type.SqlType.StructOf;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Avro schemas of columns, as ksqlDB makes them: every field may be null; maps are lists of entries. */
public final class AvroSchemas {

    private static final String DEFAULT_NAME = "io.confluent.ksql.avro_schemas.KsqlDataSourceSchema";

    private AvroSchemas() {}

    /**
     * The schema of columns side by side.
     *
     * @param fullName of the record, with its namespace; empty for ksqlDB's default
     */
    public static Schema record(List<Column> columns, String fullName) {
        return record(
                fullName.isEmpty() ? DEFAULT_NAME : fullName,
                columns.stream()
                        .map(column -> new Field(column.name(), column.type()))
                        .toList());
    }

    /** The schema of one value alone, which is not null. */
    public static Schema single(SqlType type) {
        return of(type, DEFAULT_NAME);
    }

    private static Schema record(String name, List<Field> fields) {
        List<Schema.Field> all = new ArrayList<>();
        for (Field field : fields) {
            Schema type = nullable(of(field.type(), name + "_" + field.name()));
            try {
                all.add(new Schema.Field(field.name(), type, null, Schema.Field.NULL_DEFAULT_VALUE));
            } catch (org.apache.avro.SchemaParseException e) {
                throw new FormatException("AVRO cannot hold a column named `" + field.name() + "`", e);
            }
        }
        int dot = name.lastIndexOf('.');
        return Schema.createRecord(name.substring(dot + 1), null, dot < 0 ? "" : name.substring(0, dot), false, all);
    }

    private static Schema nullable(Schema schema) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
    }

    private static Schema of(SqlType type, String name) {
        return switch (type) {
            case ArrayOf array -> Schema.createArray(nullable(of(array.item(), name)));
            case MapOf map -> {
                Schema entry = record(name, List.of(new Field("key", map.key()), new Field("value", map.value())));
                entry.addProp("connect.internal.type", "MapEntry");
                yield Schema.createArray(entry);
            }
            case StructOf struct -> record(name, struct.fields());
            case Decimal decimal ->
                LogicalTypes.decimal(decimal.precision(), decimal.scale())
                        .addToSchema(Schema.create(Schema.Type.BYTES));
            case Scalar scalar -> scalar(scalar);
        };
    }

    private static Schema scalar(Scalar type) {
        return switch (type) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case INTEGER -> Schema.create(Schema.Type.INT);
            case BIGINT -> Schema.create(Schema.Type.LONG);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case STRING -> Schema.create(Schema.Type.STRING);
            case BYTES -> Schema.create(Schema.Type.BYTES);
            case TIMESTAMP -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case TIME -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case NULL -> throw new FormatException("AVRO cannot hold a column of type NULL");
        };
    }
}
