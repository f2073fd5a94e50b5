package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Properties;
import io.millrace.ksql.ast.Statement;
import io.millrace.ksql.ast.Statement.ColumnDefinition;
import io.millrace.ksql.ast.Statement.ColumnRole;
import io.millrace.ksql.ast.Statement.Kind;
import io.millrace.ksql.ast.TypeName;
import io.millrace.sql.parse.Cursor;
import io.millrace.sql.parse.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Reads CREATE. */
final class CreateParser {

    private final Cursor cursor;
    private final QueryParser queries;
    private final Supplier<Properties> properties;

    CreateParser(Cursor cursor, QueryParser queries, Supplier<Properties> properties) {
        this.cursor = cursor;
        this.queries = queries;
        this.properties = properties;
    }

    /** After the word CREATE. */
    Statement create(Position position) {
        if (cursor.acceptKeywords("TYPE")) {
            return type(position);
        }
        boolean orReplace = cursor.acceptKeywords("OR", "REPLACE");
        boolean readOnly = cursor.acceptKeywords("SOURCE");
        if (cursor.isKeyword("CONNECTOR")
                || (cursor.isKeyword("SINK") && cursor.ahead(1).isWord("CONNECTOR"))) {
            throw Syntax.error(
                    cursor.position(),
                    "connectors are not made by SQL here, but by their files or over the REST API of Connect");
        }
        Kind kind = kind();
        boolean ifNotExists = cursor.acceptKeywords("IF", "NOT", "EXISTS");
        String name = Words.name(cursor, "a name for the " + kind.name().toLowerCase(Locale.ROOT));
        List<ColumnDefinition> columns = cursor.isSymbol("(") ? columns(kind) : List.of();
        Properties with = properties.get();
        if (columns.isEmpty() && !readOnly && cursor.acceptKeywords("AS")) {
            return new Statement.CreateAsSelect(kind, orReplace, ifNotExists, name, with, queries.query(), position);
        }
        return new Statement.CreateSource(kind, orReplace, readOnly, ifNotExists, name, columns, with, position);
    }

    private Kind kind() {
        if (cursor.acceptKeywords("STREAM")) {
            return Kind.STREAM;
        }
        if (cursor.acceptKeywords("TABLE")) {
            return Kind.TABLE;
        }
        throw cursor.unexpected();
    }

    private Statement type(Position position) {
        boolean ifNotExists = cursor.acceptKeywords("IF", "NOT", "EXISTS");
        String name = Words.name(cursor, "a name for the type");
        cursor.expectKeyword("AS");
        return new Statement.CreateType(name, ifNotExists, new TypeParser(cursor).type(), position);
    }

    private List<ColumnDefinition> columns(Kind kind) {
        cursor.expectSymbol("(");
        List<ColumnDefinition> columns = new ArrayList<>();
        do {
            columns.add(column(kind));
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return columns;
    }

    private ColumnDefinition column(Kind kind) {
        Position position = cursor.position();
        String name = Words.name(cursor, "a column");
        TypeName type = new TypeParser(cursor).type();
        Position place = cursor.position();
        if (cursor.acceptKeywords("HEADERS")) {
            return new ColumnDefinition(name, type, ColumnRole.HEADERS, null, position);
        }
        if (cursor.acceptKeywords("HEADER")) {
            cursor.expectSymbol("(");
            String header = cursor.string("a header's name in single quotes");
            cursor.expectSymbol(")");
            return new ColumnDefinition(name, type, ColumnRole.HEADER, header, position);
        }
        return new ColumnDefinition(name, type, role(kind, place), null, position);
    }

    private ColumnRole role(Kind kind, Position place) {
        if (cursor.acceptKeywords("PRIMARY", "KEY")) {
            if (kind == Kind.STREAM) {
                throw Syntax.error(place, "a stream has KEY columns; only a table has a PRIMARY KEY");
            }
            return ColumnRole.PRIMARY_KEY;
        }
        if (cursor.acceptKeywords("KEY")) {
            if (kind == Kind.TABLE) {
                throw Syntax.error(place, "a table has PRIMARY KEY columns; only a stream has KEY");
            }
            return ColumnRole.KEY;
        }
        return ColumnRole.VALUE;
    }
}
