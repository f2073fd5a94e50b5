package io.millrace.ksql.plan;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.sql.parse.Position;
import java.util.List;
import java.util.stream.Collectors;

/** Which columns a format can hold. */
final class FormatRules {

    private FormatRules() {}

    static void check(DataSource source, Position position) {
        check(source.keyFormat().kind(), source.schema().keys(), "key", position);
        check(source.valueFormat().kind(), source.schema().values(), "value", position);
    }

    private static void check(Format.Kind format, List<Column> columns, String part, Position position) {
        switch (format) {
            case NONE -> {
                if (!columns.isEmpty()) {
                    throw KsqlException.at(position, "the key format NONE is for streams without key columns");
                }
            }
            case KAFKA -> kafka(columns, part, position);
            case DELIMITED ->
                columns.forEach(column -> {
                    if (!(column.type() instanceof Scalar) && !(column.type() instanceof SqlType.Decimal)) {
                        throw refused(format, column, part, position);
                    }
                });
            case JSON, JSON_SR, AVRO, PROTOBUF ->
                columns.forEach(column -> {
                    if (format == Format.Kind.AVRO && part.equals("key") && column.type() instanceof SqlType.MapOf) {
                        throw refused(format, column, part, position);
                    }
                });
        }
    }

    private static void kafka(List<Column> columns, String part, Position position) {
        if (columns.size() > 1) {
            throw KsqlException.at(
                    position,
                    "the " + part + " format KAFKA holds one column, not "
                            + columns.stream().map(Column::name).collect(Collectors.joining(", "))
                            + ": give another, such as JSON");
        }
        for (Column column : columns) {
            if (!(column.type() instanceof Scalar scalar) || !isKafka(scalar)) {
                throw refused(Format.Kind.KAFKA, column, part, position);
            }
        }
    }

    private static boolean isKafka(Scalar type) {
        return switch (type) {
            case INTEGER, BIGINT, DOUBLE, STRING, BYTES -> true;
            case BOOLEAN, TIMESTAMP, DATE, TIME, NULL -> false;
        };
    }

    private static KsqlException refused(Format.Kind format, Column column, String part, Position position) {
        return KsqlException.at(
                position,
                "the " + part + " format " + format + " cannot hold the column " + column.name() + " of type "
                        + column.type().text());
    }
}
