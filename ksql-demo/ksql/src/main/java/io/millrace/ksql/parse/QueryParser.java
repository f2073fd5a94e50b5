package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Query;
import io.millrace.ksql.ast.Query.Emit;
import io.millrace.ksql.ast.Relation;
import io.millrace.ksql.ast.Relation.Join;
import io.millrace.ksql.ast.SelectItem;
import io.millrace.ksql.ast.WindowClause;
import io.millrace.sql.parse.Cursor;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads SELECT. */
final class QueryParser {

    private final Cursor cursor;
    private final ExpressionParser expressions;

    QueryParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    Query query() {
        Position position = cursor.position();
        cursor.expectKeyword("SELECT");
        List<SelectItem> items = new ArrayList<>();
        do {
            items.add(item());
        } while (cursor.acceptSymbol(","));
        cursor.expectKeyword("FROM");
        Relation from = relation();
        WindowClause window = cursor.acceptKeywords("WINDOW") ? window() : null;
        Expression where = cursor.acceptKeywords("WHERE") ? expressions.expression() : null;
        List<Expression> groupBy = cursor.acceptKeywords("GROUP", "BY") ? grouping() : List.of();
        List<Expression> partitionBy = cursor.acceptKeywords("PARTITION", "BY") ? grouping() : List.of();
        Expression having = cursor.acceptKeywords("HAVING") ? expressions.expression() : null;
        Emit emit = emit();
        OptionalInt limit =
                cursor.acceptKeywords("LIMIT") ? OptionalInt.of(Words.small(cursor, "a number")) : OptionalInt.empty();
        return new Query(items, from, window, where, groupBy, partitionBy, having, emit, limit, position);
    }

    private SelectItem item() {
        Position position = cursor.position();
        if (cursor.isSymbol("*")) {
            cursor.take();
            return new SelectItem.All(null, position);
        }
        if (cursor.isName() && cursor.ahead(1).is(".") && cursor.ahead(2).is("*")) {
            String source = Words.name(cursor, "a source");
            cursor.take();
            cursor.take();
            return new SelectItem.All(source, position);
        }
        Expression value = expressions.expression();
        if (cursor.isSymbol("->") && cursor.ahead(1).is("*")) {
            cursor.take();
            cursor.take();
            return new SelectItem.AllFields(value, position);
        }
        return new SelectItem.Single(value, Words.alias(cursor), position);
    }

    private Relation relation() {
        Relation left = source();
        for (int length = 1; ; length++) {
            Words.checkLength(cursor, length, "joins");
            Position position = cursor.position();
            Join.Kind kind = joinKind();
            if (kind == null) {
                return left;
            }
            Relation.Source right = source();
            Relation.Within within = cursor.acceptKeywords("WITHIN") ? within() : null;
            cursor.expectKeyword("ON");
            left = new Join(left, right, kind, within, expressions.expression(), position);
        }
    }

    private Join.@Nullable Kind joinKind() {
        if (cursor.acceptKeywords("JOIN") || cursor.acceptKeywords("INNER", "JOIN")) {
            return Join.Kind.INNER;
        }
        for (Join.Kind kind : List.of(Join.Kind.LEFT, Join.Kind.RIGHT, Join.Kind.FULL)) {
            if (cursor.acceptKeywords(kind.name(), "JOIN") || cursor.acceptKeywords(kind.name(), "OUTER", "JOIN")) {
                return kind;
            }
        }
        return null;
    }

    private Relation.Source source() {
        Position position = cursor.position();
        if (cursor.isSymbol("(")) {
            throw Syntax.error(
                    position, "a query within FROM is not possible: create a stream or table from it and read that");
        }
        String name = Words.name(cursor, "a stream or table");
        String alias = Words.alias(cursor);
        return new Relation.Source(name, alias == null ? name : alias, position);
    }

    private Relation.Within within() {
        Position position = cursor.position();
        Duration before;
        Duration after;
        if (cursor.acceptSymbol("(")) {
            before = Words.duration(cursor);
            cursor.expectSymbol(",");
            after = Words.duration(cursor);
            cursor.expectSymbol(")");
        } else {
            before = Words.duration(cursor);
            after = before;
        }
        Duration grace = cursor.acceptKeywords("GRACE", "PERIOD") ? Words.duration(cursor) : null;
        return new Relation.Within(before, after, grace, position);
    }

    private WindowClause window() {
        Token token = cursor.token();
        // a window may have a name, which nothing refers to
        if (token.kind() == Token.Kind.WORD && !cursor.ahead(1).is("(")) {
            cursor.take();
        }
        Position position = cursor.position();
        if (cursor.acceptKeywords("TUMBLING")) {
            return tumbling(position);
        }
        if (cursor.acceptKeywords("HOPPING")) {
            return hopping(position);
        }
        if (!cursor.acceptKeywords("SESSION")) {
            throw cursor.unexpected();
        }
        cursor.expectSymbol("(");
        Duration gap = positive();
        Limits limits = limits();
        return new WindowClause.Session(gap, limits.retention, limits.grace, position);
    }

    private WindowClause tumbling(Position position) {
        cursor.expectSymbol("(");
        cursor.expectKeyword("SIZE");
        Duration size = positive();
        Limits limits = limits();
        return new WindowClause.Tumbling(size, limits.retention, limits.grace, position);
    }

    private WindowClause hopping(Position position) {
        cursor.expectSymbol("(");
        cursor.expectKeyword("SIZE");
        Duration size = positive();
        cursor.expectSymbol(",");
        cursor.expectKeyword("ADVANCE");
        cursor.expectKeyword("BY");
        Position place = cursor.position();
        Duration advance = positive();
        if (advance.compareTo(size) > 0) {
            throw Syntax.error(place, "ADVANCE BY must be at most SIZE");
        }
        Limits limits = limits();
        return new WindowClause.Hopping(size, advance, limits.retention, limits.grace, position);
    }

    private Duration positive() {
        Position position = cursor.position();
        Duration duration = Words.duration(cursor);
        if (duration.isZero()) {
            throw Syntax.error(position, "a window's length must be more than 0");
        }
        return duration;
    }

    private record Limits(
            @Nullable Duration retention, @Nullable Duration grace) {}

    private Limits limits() {
        Duration retention = null;
        Duration grace = null;
        while (cursor.acceptSymbol(",")) {
            if (retention == null && grace == null && cursor.acceptKeywords("RETENTION")) {
                retention = Words.duration(cursor);
            } else if (grace == null && cursor.acceptKeywords("GRACE", "PERIOD")) {
                grace = Words.duration(cursor);
            } else {
                throw cursor.unexpected();
            }
        }
        cursor.expectSymbol(")");
        return new Limits(retention, grace);
    }

    /** Expressions, as a whole in parentheses or not. */
    private List<Expression> grouping() {
        if (cursor.isSymbol("(") && enclosesAll()) {
            cursor.take();
            List<Expression> items = expressions.expressions();
            cursor.expectSymbol(")");
            return items;
        }
        return expressions.expressions();
    }

    /** True when the parenthesis here holds a list, and not only the beginning of an expression. */
    private boolean enclosesAll() {
        int depth = 0;
        for (int i = 0; ; i++) {
            Token token = cursor.ahead(i);
            if (token.is("(")) {
                depth++;
            } else if (token.is(")") && --depth == 0) {
                return false;
            } else if (token.is(",") && depth == 1) {
                return true;
            } else if (token.kind() == Token.Kind.END) {
                return false;
            }
        }
    }

    private Emit emit() {
        if (!cursor.acceptKeywords("EMIT")) {
            return Emit.NONE;
        }
        if (cursor.acceptKeywords("CHANGES")) {
            return Emit.CHANGES;
        }
        cursor.expectKeyword("FINAL");
        return Emit.FINAL;
    }
}
