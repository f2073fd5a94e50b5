package io.millrace.ksql.ast;

import io.millrace.ksql.type.SqlType;
import io.millrace.sql.parse.Position;
import java.util.List;

/** A type as written: it may name types of the user's own, which the metastore knows. */
public sealed interface TypeName {

    Position position();

    /** A type that needs no look-up. */
    record Known(SqlType type, Position position) implements TypeName {}

    /** A type made by CREATE TYPE. */
    record Named(String name, Position position) implements TypeName {}

    record ArrayOf(TypeName item, Position position) implements TypeName {}

    record MapOf(TypeName key, TypeName value, Position position) implements TypeName {}

    record StructOf(List<Field> fields, Position position) implements TypeName {
        public StructOf {
            fields = List.copyOf(fields);
        }
    }

    record Field(String name, TypeName type) {}
}
