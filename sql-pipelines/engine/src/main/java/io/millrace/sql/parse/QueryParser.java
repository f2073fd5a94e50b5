package io.millrace.sql.parse;

import io.millrace.sql.parse.Expression.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses SELECT with all its clauses. */
final class QueryParser {

    private final Cursor cursor;
    private final ExpressionParser expressions;

    QueryParser(Cursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(cursor, this);
    }

    ExpressionParser expressions() {
        return expressions;
    }

    boolean startsQuery() {
        return cursor.isKeyword("SELECT")
                || (cursor.isKeyword("WITH") && !cursor.ahead(1).is("("));
    }

    /** A query with its unions. */
    Query query() {
        Query first = single();
        List<Query> unions = new ArrayList<>();
        while (cursor.isKeyword("UNION") || cursor.isKeyword("INTERSECT") || cursor.isKeyword("EXCEPT")) {
            cursor.take();
            if (!cursor.acceptKeywords("ALL")) {
                cursor.acceptKeywords("DISTINCT");
            }
            unions.add(cursor.isSymbol("(") ? parenthesized() : single());
        }
        return unions.isEmpty() ? first : withUnions(first, unions);
    }

    private static Query withUnions(Query q, List<Query> unions) {
        return new Query(
                q.ctes(),
                q.distinct(),
                q.items(),
                q.from(),
                q.where(),
                q.partitionBy(),
                q.groupBy(),
                q.having(),
                q.orderBy(),
                q.limitBy(),
                q.limit(),
                q.offset(),
                q.emit(),
                q.settings(),
                unions,
                q.position());
    }

    /** A query, in parentheses or not. */
    Query parenthesized() {
        if (!cursor.isSymbol("(")) {
            return query();
        }
        cursor.enter();
        cursor.take();
        Query query = parenthesized();
        cursor.expectSymbol(")");
        cursor.leave();
        return query;
    }

    private Query single() {
        cursor.enter();
        Position position = cursor.position();
        List<Query.Cte> ctes = cursor.acceptKeywords("WITH") ? ctes() : List.of();
        cursor.expectKeyword("SELECT");
        boolean distinct = cursor.acceptKeywords("DISTINCT");
        List<Query.SelectItem> items = items();
        Source from = cursor.acceptKeywords("FROM") ? source() : null;
        Clauses clauses = new Clauses();
        if (from != null || cursor.isKeyword("WHERE")) {
            clauses.where = cursor.acceptKeywords("WHERE") ? expressions.expression() : null;
        }
        if (from != null) {
            if (cursor.acceptKeywords("PARTITION", "BY") || cursor.acceptKeywords("SHUFFLE", "BY")) {
                clauses.partitionBy = expressions.expressions();
            }
            clauses.groupBy = cursor.acceptKeywords("GROUP", "BY") ? expressions.expressions() : List.of();
            clauses.having = cursor.acceptKeywords("HAVING") ? expressions.expression() : null;
            clauses.orderBy = cursor.acceptKeywords("ORDER", "BY") ? orderItems() : List.of();
        }
        tail(clauses, from != null);
        cursor.leave();
        return new Query(
                ctes,
                distinct,
                items,
                from,
                clauses.where,
                clauses.partitionBy,
                clauses.groupBy,
                clauses.having,
                clauses.orderBy,
                clauses.limitBy,
                clauses.limit,
                clauses.offset,
                clauses.emit,
                clauses.settings,
                List.of(),
                position);
    }

    /** What was read so far. */
    private static final class Clauses {
        private @Nullable Expression where;
        private List<Expression> partitionBy = List.of();
        private List<Expression> groupBy = List.of();
        private @Nullable Expression having;
        private List<Query.OrderItem> orderBy = List.of();
        private Query.@Nullable LimitBy limitBy;
        private @Nullable Expression limit;
        private @Nullable Expression offset;
        private @Nullable EmitClause emit;
        private List<Query.Setting> settings = List.of();
    }

    /** LIMIT, OFFSET, EMIT and SETTINGS come in any order. */
    private void tail(Clauses clauses, boolean hints) {
        while (true) {
            if (cursor.isKeyword("LIMIT") && (clauses.limit == null || clauses.limitBy == null)) {
                cursor.take();
                limit(clauses);
            } else if (cursor.isKeyword("OFFSET") && clauses.offset == null) {
                cursor.take();
                clauses.offset = expressions.expression();
                if (!cursor.acceptKeywords("ROWS")) {
                    cursor.acceptKeywords("ROW");
                }
            } else if (cursor.isKeyword("EMIT") && clauses.emit == null) {
                clauses.emit = emit();
            } else if (cursor.isKeyword("SETTINGS") && clauses.settings.isEmpty()) {
                cursor.take();
                clauses.settings = settings();
            } else {
                break;
            }
        }
        if (hints) {
            cursor.expecting("LIMIT");
            cursor.expecting("EMIT");
            cursor.expecting("SETTINGS");
        }
    }

    private void limit(Clauses clauses) {
        Expression limit = expressions.expression();
        Expression offset = null;
        if (cursor.acceptSymbol(",")) {
            offset = limit;
            limit = expressions.expression();
        } else if (cursor.acceptKeywords("OFFSET")) {
            offset = expressions.expression();
        }
        if (cursor.acceptKeywords("BY")) {
            clauses.limitBy = new Query.LimitBy(limit, offset, expressions.expressions());
        } else {
            clauses.limit = limit;
            clauses.offset = offset == null ? clauses.offset : offset;
        }
    }

    private List<Query.Cte> ctes() {
        List<Query.Cte> ctes = new ArrayList<>();
        do {
            Position position = cursor.position();
            String name = cursor.name("a name for the WITH query");
            cursor.expectKeyword("AS");
            cursor.expectSymbol("(");
            Query query = parenthesized();
            cursor.expectSymbol(")");
            ctes.add(new Query.Cte(name, query, position));
        } while (cursor.acceptSymbol(","));
        return ctes;
    }

    private List<Query.SelectItem> items() {
        List<Query.SelectItem> items = new ArrayList<>();
        do {
            item(items);
        } while (cursor.acceptSymbol(","));
        return items;
    }

    private void item(List<Query.SelectItem> items) {
        if (cursor.isSymbol("(") && cursor.ahead(1).is("*")) {
            cursor.take();
            items.add(new Query.SelectItem(expressions.star(null), null));
            cursor.expectSymbol(")");
            return;
        }
        Expression expression = expressions.expression();
        if (expression instanceof Expression.Star) {
            items.add(new Query.SelectItem(expression, null));
            return;
        }
        if (cursor.acceptKeywords("AS")) {
            items.add(new Query.SelectItem(expression, cursor.anyName("an alias")));
            return;
        }
        if (!cursor.isBareAlias()) {
            items.add(new Query.SelectItem(expression, null));
            return;
        }
        Token alias = cursor.token();
        if (!mayFollowAlias(cursor.ahead(1))) {
            throw cursor.unexpected(alias, List.of("','", "AS", "FROM", "end of statement"));
        }
        items.add(new Query.SelectItem(expression, cursor.take().text()));
    }

    /** False when what looks like an alias is rather a misspelt keyword. */
    private static boolean mayFollowAlias(Token token) {
        return switch (token.kind()) {
            case END -> true;
            case SYMBOL -> token.is(",") || token.is(")") || token.is(";");
            case WORD ->
                switch (token.upper()) {
                    case "FROM", "LIMIT", "SETTINGS", "EMIT", "UNION", "WHERE" -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    Source source() {
        Source left = primarySource();
        while (true) {
            Position position = cursor.position();
            String kind = joinKind();
            if (kind == null) {
                return left;
            }
            Source right = primarySource();
            Expression on = null;
            if (cursor.acceptKeywords("ON")) {
                on = expressions.expression();
            } else if (cursor.acceptKeywords("USING")) {
                on = expressions.expression();
            }
            left = new Source.Join(left, right, kind, on, position);
        }
    }

    private @Nullable String joinKind() {
        if (cursor.isSymbol(",")) {
            cursor.take();
            return "CROSS JOIN";
        }
        int words = 0;
        while (isJoinWord(cursor.ahead(words))) {
            words++;
        }
        if (!cursor.ahead(words).isWord("JOIN")) {
            cursor.expecting("JOIN");
            return null;
        }
        StringBuilder kind = new StringBuilder();
        for (int i = 0; i <= words; i++) {
            kind.append(i == 0 ? "" : " ").append(cursor.take().upper());
        }
        return kind.toString();
    }

    private static boolean isJoinWord(Token token) {
        if (token.kind() != Token.Kind.WORD) {
            return false;
        }
        return switch (token.upper()) {
            case "INNER",
                    "LEFT",
                    "RIGHT",
                    "FULL",
                    "OUTER",
                    "CROSS",
                    "ASOF",
                    "LATEST",
                    "ALL",
                    "ANY",
                    "SEMI",
                    "ANTI",
                    "GLOBAL" -> true;
            default -> false;
        };
    }

    private Source primarySource() {
        Position position = cursor.position();
        if (cursor.isSymbol("(")) {
            cursor.enter();
            Query query = parenthesized();
            cursor.leave();
            return new Source.Nested(query, alias(), position);
        }
        Source source = streamOrFunction();
        String alias = alias();
        return alias == null ? source : withAlias(source, alias);
    }

    private static Source withAlias(Source source, String alias) {
        return switch (source) {
            case Source.Named named -> new Source.Named(named.parts(), alias, named.position());
            case Source.Function function ->
                new Source.Function(
                        function.name(), function.input(), function.arguments(), alias, function.position());
            case Source.Nested nested -> new Source.Nested(nested.query(), alias, nested.position());
            case Source.Join join -> join;
        };
    }

    private @Nullable String alias() {
        if (cursor.acceptKeywords("AS")) {
            return cursor.anyName("an alias");
        }
        if (!cursor.isBareAlias()) {
            return null;
        }
        Token following = cursor.ahead(1);
        // "GROUPP BY": a misspelt clause, not an alias
        if (following.isWord("BY") || following.kind() == Token.Kind.NUMBER || cursor.isBareAlias(following)) {
            throw cursor.unexpected(
                    cursor.token(), List.of("WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "end of statement"));
        }
        return cursor.take().text();
    }

    private Source streamOrFunction() {
        cursor.enter();
        Position position = cursor.position();
        boolean function = cursor.ahead(1).is("(");
        String name = cursor.name(function ? "a table function" : "a stream, view or table function");
        Source source;
        if (function) {
            source = function(name.toLowerCase(Locale.ROOT), position);
        } else {
            List<String> parts = new ArrayList<>();
            parts.add(name);
            while (cursor.acceptSymbol(".")) {
                parts.add(cursor.anyName("a stream or view"));
            }
            source = new Source.Named(parts, null, position);
        }
        cursor.leave();
        return source;
    }

    private Source function(String name, Position position) {
        cursor.expectSymbol("(");
        Position inputPosition = cursor.position();
        Source input = cursor.isSymbol("(") || startsQuery()
                ? new Source.Nested(parenthesized(), null, inputPosition)
                : streamOrFunction();
        List<Expression> arguments = new ArrayList<>();
        while (cursor.acceptSymbol(",")) {
            arguments.add(name.equals("session") ? sessionArgument() : expressions.expression());
        }
        cursor.expectSymbol(")");
        return new Source.Function(name, input, arguments, null, position);
    }

    /** An expression, or the conditions {@code [start, end)}. */
    private Expression sessionArgument() {
        if (!cursor.isSymbol("[") && !cursor.isSymbol("(")) {
            return expressions.expression();
        }
        Token open = cursor.take();
        Expression start = expressions.expression();
        if (!cursor.acceptSymbol(",")) {
            cursor.expectSymbol(open.is("[") ? "]" : ")");
            return start;
        }
        Expression end = expressions.expression();
        boolean included = cursor.acceptSymbol("]");
        if (!included) {
            cursor.expectSymbol(")");
        }
        return new Expression.Range(start, end, open.is("["), included, open.position());
    }

    List<Query.OrderItem> orderItems() {
        List<Query.OrderItem> items = new ArrayList<>();
        do {
            Expression expression = expressions.expression();
            boolean descending = cursor.acceptKeywords("DESC") || cursor.acceptKeywords("DESCENDING");
            if (!descending && !cursor.acceptKeywords("ASC")) {
                cursor.acceptKeywords("ASCENDING");
            }
            boolean nullsFirst = cursor.acceptKeywords("NULLS", "FIRST");
            if (!nullsFirst) {
                cursor.acceptKeywords("NULLS", "LAST");
            }
            items.add(new Query.OrderItem(expression, !descending, nullsFirst));
        } while (cursor.acceptSymbol(","));
        return items;
    }

    private EmitClause emit() {
        EmitParts parts = new EmitParts();
        Position position = cursor.take().position();
        boolean stream = cursor.acceptKeywords("STREAM");
        emitPolicy(parts, stream);
        boolean more = parts.kind != EmitClause.Kind.STREAM;
        while (more && (cursor.isKeyword("WITH") || cursor.isKeyword("AND"))) {
            cursor.take();
            more = emitOption(parts);
        }
        return new EmitClause(parts.kind, parts.period, parts.delay, parts.timeout, parts.last, parts.repeat, position);
    }

    /** What was read of EMIT so far. */
    private static final class EmitParts {
        private EmitClause.Kind kind = EmitClause.Kind.STREAM;
        private @Nullable Interval period;
        private @Nullable Interval delay;
        private @Nullable Interval timeout;
        private @Nullable Interval last;
        private boolean repeat;
    }

    private void emitPolicy(EmitParts parts, boolean stream) {
        if (cursor.acceptKeywords("CHANGELOG")) {
            parts.kind = EmitClause.Kind.CHANGELOG;
        } else if (cursor.acceptKeywords("FINAL")) {
            parts.kind = EmitClause.Kind.FINAL;
        } else if (cursor.acceptKeywords("AFTER", "KEY", "EXPIRE")) {
            parts.kind = EmitClause.Kind.AFTER_KEY_EXPIRE;
            if (cursor.acceptKeywords("IDENTIFIED", "BY")) {
                expressions.expression();
            }
        } else if (cursor.acceptKeywords("AFTER", "WINDOW", "CLOSE")
                || cursor.acceptKeywords("AFTER", "WINDOW")
                || cursor.acceptKeywords("AFTER", "WATERMARK")) {
            parts.kind = EmitClause.Kind.AFTER_WINDOW_CLOSE;
            cursor.acceptKeywords("WITHOUT", "DELAY");
        } else if (cursor.acceptKeywords("PERIODIC")) {
            parts.kind = EmitClause.Kind.PERIODIC;
            parts.period = expressions.requiredInterval();
            parts.repeat = cursor.acceptKeywords("REPEAT");
        } else if (cursor.acceptKeywords("ON", "UPDATE")) {
            parts.kind = EmitClause.Kind.ON_UPDATE;
        } else if (cursor.acceptKeywords("PER", "EVENT")) {
            parts.kind = EmitClause.Kind.PER_EVENT;
        } else if (cursor.acceptKeywords("TIMEOUT")) {
            parts.kind = EmitClause.Kind.TIMEOUT;
            parts.timeout = expressions.requiredInterval();
        } else if (cursor.acceptKeywords("DELAY")) {
            parts.kind = EmitClause.Kind.AFTER_WINDOW_CLOSE;
            parts.delay = expressions.requiredInterval();
        } else if (cursor.acceptKeywords("LAST")) {
            parts.kind = EmitClause.Kind.LAST;
            parts.last = expressions.requiredInterval();
            if (cursor.acceptKeywords("ON")) {
                cursor.name("a column");
            }
        } else if (!stream) {
            cursor.expecting("STREAM");
            throw cursor.unexpected();
        }
    }

    /** False when nothing may follow. */
    private boolean emitOption(EmitParts parts) {
        if (cursor.acceptKeywords("DELAY")) {
            parts.delay = expressions.requiredInterval();
        } else if (cursor.acceptKeywords("TIMEOUT")) {
            parts.timeout = expressions.requiredInterval();
        } else if (cursor.acceptKeywords("LAST")) {
            parts.last = expressions.requiredInterval();
        } else if (cursor.acceptKeywords("BATCH")) {
            parts.period = expressions.requiredInterval();
        } else if (cursor.acceptKeywords("ONLY", "MAXSPAN") || cursor.acceptKeywords("MAXSPAN")) {
            parts.period = expressions.requiredInterval();
        } else if (cursor.acceptKeywords("PERIODIC")) {
            parts.period = expressions.requiredInterval();
            parts.kind = EmitClause.Kind.PERIODIC;
        } else {
            throw cursor.unexpected();
        }
        return true;
    }

    List<Query.Setting> settings() {
        List<Query.Setting> settings = new ArrayList<>();
        do {
            Position position = cursor.position();
            String name = cursor.anyName("a setting");
            cursor.expectSymbol("=");
            settings.add(new Query.Setting(name.toLowerCase(Locale.ROOT), settingValue(), position));
        } while (cursor.acceptSymbol(","));
        return settings;
    }

    private String settingValue() {
        String sign = cursor.acceptSymbol("-") ? "-" : "";
        Token token = cursor.token();
        return switch (token.kind()) {
            case NUMBER, STRING, DURATION -> sign + cursor.take().text();
            case WORD -> {
                if (token.isWord("TRUE") || token.isWord("FALSE")) {
                    yield cursor.take().isWord("TRUE") ? "1" : "0";
                }
                throw cursor.unexpected(token, List.of("a number", "a string", "true", "false"));
            }
            default -> throw cursor.unexpected(token, List.of("a number", "a string", "true", "false"));
        };
    }
}
