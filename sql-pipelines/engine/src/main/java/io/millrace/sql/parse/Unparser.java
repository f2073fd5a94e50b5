package io.millrace.sql.parse;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes syntax trees back as text in one normal form: operators as the functions they are. The text of an expression
 * is the name of its column when it has no alias, as in ClickHouse and Proton.
 */
public final class Unparser {

    private Unparser() {}

    /** For example {@code greater(max(value), 5)}. */
    public static String text(Expression expression) {
        StringBuilder text = new StringBuilder();
        write(expression, text);
        return text.toString();
    }

    private static void write(Expression expression, StringBuilder text) {
        switch (expression) {
            case Expression.Name name -> text.append(name.parts().getLast());
            case Expression.Numeral number -> text.append(number.text());
            case Expression.Text string -> quote(string.value(), text);
            case Expression.Null _ -> text.append("NULL");
            case Expression.Bool bool -> text.append(bool.value());
            case Expression.Interval interval -> {
                text.append("to_interval_")
                        .append(interval.unit().name().toLowerCase(Locale.ROOT))
                        .append('(');
                write(interval.amount(), text);
                text.append(')');
            }
            case Expression.Call call -> call(call, text);
            case Expression.Lambda lambda -> {
                text.append("lambda(tuple(")
                        .append(String.join(", ", lambda.parameters()))
                        .append("), ");
                write(lambda.body(), text);
                text.append(')');
            }
            case Expression.Star star -> {
                if (star.qualifier() != null) {
                    text.append(star.qualifier()).append('.');
                }
                text.append('*');
                if (!star.except().isEmpty()) {
                    text.append(" EXCEPT (")
                            .append(String.join(", ", star.except()))
                            .append(')');
                }
            }
            case Expression.Path path -> {
                write(path.document(), text);
                text.append(':').append(String.join(".", path.fields()));
            }
            case Expression.Subquery subquery ->
                text.append('(').append(text(subquery.query())).append(')');
            case Expression.Range range -> {
                text.append(range.startIncluded() ? '[' : '(');
                write(range.start(), text);
                text.append(", ");
                write(range.end(), text);
                text.append(range.endIncluded() ? ']' : ')');
            }
        }
    }

    private static void call(Expression.Call call, StringBuilder text) {
        boolean array = call.name().equals("array");
        String name = call.distinct() ? call.name() + "_distinct" : call.name();
        text.append(array ? "[" : name + "(");
        list(call.arguments(), text);
        text.append(array ? ']' : ')');
        Expression.Over over = call.over();
        if (over != null) {
            text.append(" OVER (");
            if (!over.partitionBy().isEmpty()) {
                text.append("PARTITION BY ");
                list(over.partitionBy(), text);
            }
            if (!over.orderBy().isEmpty()) {
                text.append(over.partitionBy().isEmpty() ? "" : " ")
                        .append("ORDER BY ")
                        .append(order(over.orderBy()));
            }
            text.append(')');
        }
    }

    private static void list(List<Expression> expressions, StringBuilder text) {
        for (int i = 0; i < expressions.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            write(expressions.get(i), text);
        }
    }

    private static String list(List<Expression> expressions) {
        return expressions.stream().map(Unparser::text).collect(Collectors.joining(", "));
    }

    private static void quote(String value, StringBuilder text) {
        text.append('\'').append(value.replace("\\", "\\\\").replace("'", "''")).append('\'');
    }

    /** A query on one line, keywords in upper case. */
    public static String text(Query query) {
        StringBuilder text = new StringBuilder();
        if (!query.ctes().isEmpty()) {
            text.append(query.ctes().stream()
                    .map(cte -> cte.name() + " AS (" + text(cte.query()) + ")")
                    .collect(Collectors.joining(", ", "WITH ", " ")));
        }
        text.append(query.distinct() ? "SELECT DISTINCT " : "SELECT ");
        text.append(query.items().stream()
                .map(item -> text(item.expression()) + (item.alias() == null ? "" : " AS " + item.alias()))
                .collect(Collectors.joining(", ")));
        if (query.from() != null) {
            text.append(" FROM ").append(text(query.from()));
        }
        clause(text, " WHERE ", query.where());
        clause(text, " PARTITION BY ", query.partitionBy());
        clause(text, " GROUP BY ", query.groupBy());
        clause(text, " HAVING ", query.having());
        if (!query.orderBy().isEmpty()) {
            text.append(" ORDER BY ").append(order(query.orderBy()));
        }
        Query.LimitBy limitBy = query.limitBy();
        if (limitBy != null) {
            text.append(" LIMIT ").append(text(limitBy.limit()));
            clause(text, " OFFSET ", limitBy.offset());
            clause(text, " BY ", limitBy.keys());
        }
        clause(text, " LIMIT ", query.limit());
        clause(text, " OFFSET ", query.offset());
        EmitClause emit = query.emit();
        if (emit != null) {
            text.append(emit(emit));
        }
        if (!query.settings().isEmpty()) {
            text.append(query.settings().stream()
                    .map(setting -> setting.name() + " = '" + setting.value() + "'")
                    .collect(Collectors.joining(", ", " SETTINGS ", "")));
        }
        query.unions().forEach(union -> text.append(" UNION ALL ").append(text(union)));
        return text.toString();
    }

    private static void clause(StringBuilder text, String keyword, @Nullable Expression expression) {
        if (expression != null) {
            text.append(keyword).append(text(expression));
        }
    }

    private static void clause(StringBuilder text, String keyword, List<Expression> expressions) {
        if (!expressions.isEmpty()) {
            text.append(keyword).append(list(expressions));
        }
    }

    private static String order(List<Query.OrderItem> items) {
        return items.stream()
                .map(item -> text(item.expression())
                        + (item.ascending() ? "" : " DESC")
                        + (item.nullsFirst() ? " NULLS FIRST" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String emit(EmitClause emit) {
        StringBuilder text = new StringBuilder(" EMIT ").append(emit.kind().text());
        clause(text, emit.kind() == EmitClause.Kind.ON_UPDATE ? " WITH BATCH " : " ", emit.period());
        text.append(emit.repeat() ? " REPEAT" : "");
        clause(text, " WITH DELAY ", emit.delay());
        clause(text, emit.kind() == EmitClause.Kind.TIMEOUT ? " " : " AND TIMEOUT ", emit.timeout());
        clause(text, emit.kind() == EmitClause.Kind.LAST ? " " : " AND LAST ", emit.last());
        return text.toString();
    }

    private static String text(Source source) {
        String text = switch (source) {
            case Source.Named named -> String.join(".", named.parts());
            case Source.Function function ->
                function.name() + "(" + text(function.input())
                        + (function.arguments().isEmpty() ? "" : ", " + list(function.arguments())) + ")";
            case Source.Nested nested -> "(" + text(nested.query()) + ")";
            case Source.Join join ->
                text(join.left()) + " " + join.kind() + " " + text(join.right())
                        + (join.on() == null ? "" : " ON " + text(join.on()));
        };
        String alias = switch (source) {
            case Source.Named named -> named.alias();
            case Source.Function function -> function.alias();
            case Source.Nested nested -> nested.alias();
            case Source.Join _ -> null;
        };
        return alias == null ? text : text + " AS " + alias;
    }
}
