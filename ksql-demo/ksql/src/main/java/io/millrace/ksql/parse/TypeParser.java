package io.millrace.ksql.parse;

import io.millrace.ksql.ast.TypeName;
import io.millrace.ksql.type.SqlType;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.sql.parse.Cursor;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads types. */
final class TypeParser {

    private static final Map<String, SqlType> SCALARS = Map.ofEntries(
            Map.entry("BOOLEAN", Scalar.BOOLEAN),
            Map.entry("INTEGER", Scalar.INTEGER),
            Map.entry("INT", Scalar.INTEGER),
            Map.entry("BIGINT", Scalar.BIGINT),
            Map.entry("DOUBLE", Scalar.DOUBLE),
            Map.entry("STRING", Scalar.STRING),
            Map.entry("VARCHAR", Scalar.STRING),
            Map.entry("BYTES", Scalar.BYTES),
            Map.entry("TIMESTAMP", Scalar.TIMESTAMP),
            Map.entry("DATE", Scalar.DATE),
            Map.entry("TIME", Scalar.TIME));

    private final Cursor cursor;

    TypeParser(Cursor cursor) {
        this.cursor = cursor;
    }

    TypeName type() {
        cursor.enter();
        Position position = cursor.position();
        TypeName type = prefix(position);
        for (int length = 1; cursor.isKeyword("ARRAY"); length++) {
            Words.checkLength(cursor, length, "ARRAY");
            cursor.take();
            type = new TypeName.ArrayOf(type, position);
        }
        cursor.leave();
        return type;
    }

    private TypeName prefix(Position position) {
        if (opens("ARRAY")) {
            TypeName item = type();
            cursor.expectSymbol(">");
            return new TypeName.ArrayOf(item, position);
        }
        if (opens("MAP")) {
            TypeName key = type();
            cursor.expectSymbol(",");
            TypeName value = type();
            cursor.expectSymbol(">");
            return new TypeName.MapOf(key, value, position);
        }
        if (cursor.isKeyword("STRUCT") && cursor.ahead(1).is("<>")) {
            cursor.take();
            cursor.take();
            return new TypeName.StructOf(List.of(), position);
        }
        if (opens("STRUCT")) {
            return struct(position);
        }
        if (cursor.isKeyword("DECIMAL") && cursor.ahead(1).is("(")) {
            return decimal(position);
        }
        return named(position);
    }

    /** Takes {@code word <}. */
    private boolean opens(String word) {
        if (cursor.isKeyword(word) && cursor.ahead(1).is("<")) {
            cursor.take();
            cursor.take();
            return true;
        }
        return false;
    }

    private TypeName struct(Position position) {
        List<TypeName.Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (!cursor.isSymbol(">")) {
            do {
                Position place = cursor.position();
                String name = Words.name(cursor, "a field's name");
                if (!names.add(name)) {
                    throw Syntax.error(place, "the struct has two fields named " + name);
                }
                fields.add(new TypeName.Field(name, type()));
            } while (cursor.acceptSymbol(","));
        }
        cursor.expectSymbol(">");
        return new TypeName.StructOf(fields, position);
    }

    private TypeName decimal(Position position) {
        cursor.take();
        cursor.take();
        int precision = Words.small(cursor, "the number of digits");
        cursor.expectSymbol(",");
        int scale = Words.small(cursor, "the number of digits after the point");
        cursor.expectSymbol(")");
        try {
            return new TypeName.Known(new SqlType.Decimal(precision, scale), position);
        } catch (IllegalArgumentException e) {
            throw Syntax.error(position, String.valueOf(e.getMessage()));
        }
    }

    private TypeName named(Position position) {
        Token token = cursor.token();
        String name = Words.name(cursor, "a type");
        SqlType scalar = token.kind() == Token.Kind.WORD ? SCALARS.get(name) : null;
        if (scalar == null) {
            return new TypeName.Named(name, position);
        }
        if (scalar == Scalar.STRING && cursor.acceptSymbol("(")) {
            // VARCHAR(10), VARCHAR(STRING): the length is read and means nothing
            cursor.take();
            cursor.expectSymbol(")");
        }
        return new TypeName.Known(scalar, position);
    }
}
