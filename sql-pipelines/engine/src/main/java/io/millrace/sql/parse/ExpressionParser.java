package io.millrace.sql.parse;

import io.millrace.sql.parse.Expression.Call;
import io.millrace.sql.parse.Expression.Interval;
import io.millrace.sql.parse.Expression.Name;
import io.millrace.sql.type.TimeUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses expressions by operator precedence (Pratt 1973). */
final class ExpressionParser {

    private static final int OR = 10;
    private static final int AND = 20;
    private static final int NOT = 30;
    private static final int COMPARISON = 40;
    private static final int CONCAT = 50;
    private static final int SUM = 60;
    private static final int PRODUCT = 70;
    private static final int SIGN = 80;
    private static final int CAST = 90;
    private static final int ELEMENT = 100;

    private static final Map<String, Operator> SYMBOLS = Map.ofEntries(
            Map.entry("=", new Operator(COMPARISON, "equals")),
            Map.entry("==", new Operator(COMPARISON, "equals")),
            Map.entry("!=", new Operator(COMPARISON, "not_equals")),
            Map.entry("<>", new Operator(COMPARISON, "not_equals")),
            Map.entry("<", new Operator(COMPARISON, "less")),
            Map.entry("<=", new Operator(COMPARISON, "less_or_equals")),
            Map.entry(">", new Operator(COMPARISON, "greater")),
            Map.entry(">=", new Operator(COMPARISON, "greater_or_equals")),
            Map.entry("||", new Operator(CONCAT, "concat")),
            Map.entry("+", new Operator(SUM, "plus")),
            Map.entry("-", new Operator(SUM, "minus")),
            Map.entry("*", new Operator(PRODUCT, "multiply")),
            Map.entry("/", new Operator(PRODUCT, "divide")),
            Map.entry("%", new Operator(PRODUCT, "modulo")),
            Map.entry("::", new Operator(CAST, "cast")),
            Map.entry("[", new Operator(ELEMENT, "array_element")),
            Map.entry(".", new Operator(ELEMENT, "tuple_element")),
            Map.entry(":", new Operator(ELEMENT, "path")));

    private static final Map<String, Operator> WORDS = Map.of(
            "OR", new Operator(OR, "or"),
            "AND", new Operator(AND, "and"),
            "IS", new Operator(COMPARISON, "is"),
            "BETWEEN", new Operator(COMPARISON, "between"),
            "IN", new Operator(COMPARISON, "in"),
            "LIKE", new Operator(COMPARISON, "like"),
            "ILIKE", new Operator(COMPARISON, "ilike"),
            "NOT", new Operator(COMPARISON, "not"),
            "DIV", new Operator(PRODUCT, "int_div"),
            "MOD", new Operator(PRODUCT, "modulo"));

    private final Cursor cursor;
    private final QueryParser queries;

    ExpressionParser(Cursor cursor, QueryParser queries) {
        this.cursor = cursor;
        this.queries = queries;
    }

    private record Operator(int precedence, String function) {}

    Expression expression() {
        return expression(0);
    }

    /** Expressions separated by commas, at least one. */
    List<Expression> expressions() {
        List<Expression> list = new ArrayList<>();
        do {
            list.add(expression());
        } while (cursor.acceptSymbol(","));
        return list;
    }

    private Expression expression(int precedence) {
        cursor.enter();
        Expression left = prefix();
        int operators = 0;
        while (true) {
            Operator operator = operator();
            if (operator == null || operator.precedence <= precedence) {
                break;
            }
            // a long chain nests to the left as deep as parentheses would
            if (++operators > Cursor.MAX_DEPTH * 5) {
                throw cursor.unexpected(cursor.token(), List.of("a shorter chain of operators"));
            }
            left = infix(left, operator);
        }
        cursor.leave();
        return left;
    }

    private @Nullable Operator operator() {
        Token token = cursor.token();
        return switch (token.kind()) {
            case SYMBOL -> SYMBOLS.get(token.text());
            case WORD -> WORDS.get(token.upper());
            default -> null;
        };
    }

    private Expression infix(Expression left, Operator operator) {
        Position position = cursor.position();
        cursor.take();
        return switch (operator.function) {
            case "cast" -> call("cast", position, left, new Expression.Text(typeText(), position));
            case "array_element" -> element(left, position);
            case "tuple_element" -> field(left, position);
            case "path" -> path(left, position);
            case "is" -> isTest(left, position);
            case "between" -> between(left, position, false);
            case "in" -> in(left, position, "in");
            case "not" -> negated(left, position);
            default -> call(operator.function, position, left, expression(operator.precedence));
        };
    }

    private Expression element(Expression left, Position position) {
        Expression index = expression();
        cursor.expectSymbol("]");
        return call("array_element", position, left, index);
    }

    private Expression field(Expression left, Position position) {
        if (cursor.token().kind() == Token.Kind.NUMBER) {
            Token number = cursor.take();
            return call("tuple_element", position, left, new Expression.Numeral(number.text(), number.position()));
        }
        String name = cursor.anyName("a field's name or number");
        return call("tuple_element", position, left, new Expression.Text(name, position));
    }

    private Expression path(Expression left, Position position) {
        List<String> fields = new ArrayList<>();
        do {
            fields.add(cursor.anyName("a field's name"));
        } while (cursor.acceptSymbol("."));
        return new Expression.Path(left, fields, position);
    }

    private Expression isTest(Expression left, Position position) {
        boolean not = cursor.acceptKeywords("NOT");
        cursor.expectKeyword("NULL");
        return call(not ? "is_not_null" : "is_null", position, left);
    }

    private Expression negated(Expression left, Position position) {
        if (cursor.acceptKeywords("BETWEEN")) {
            return between(left, position, true);
        }
        if (cursor.acceptKeywords("IN")) {
            return in(left, position, "not_in");
        }
        if (cursor.acceptKeywords("LIKE")) {
            return call("not_like", position, left, expression(COMPARISON));
        }
        if (cursor.acceptKeywords("ILIKE")) {
            return call("not_ilike", position, left, expression(COMPARISON));
        }
        throw cursor.unexpected();
    }

    private Expression between(Expression left, Position position, boolean not) {
        Expression low = expression(COMPARISON);
        cursor.expectKeyword("AND");
        Expression high = expression(COMPARISON);
        return not
                ? call("or", position, call("less", position, left, low), call("greater", position, left, high))
                : call(
                        "and",
                        position,
                        call("greater_or_equals", position, left, low),
                        call("less_or_equals", position, left, high));
    }

    private Expression in(Expression left, Position position, String function) {
        Position listPosition = cursor.position();
        if (!cursor.isSymbol("(")) {
            return call(function, position, left, expression(COMPARISON));
        }
        cursor.take();
        if (queries.startsQuery()) {
            Query query = queries.query();
            cursor.expectSymbol(")");
            return call(function, position, left, new Expression.Subquery(query, listPosition));
        }
        List<Expression> values = expressions();
        cursor.expectSymbol(")");
        return call(function, position, left, new Call("tuple", values, false, null, listPosition));
    }

    private Expression prefix() {
        Token token = cursor.token();
        return switch (token.kind()) {
            case NUMBER -> {
                cursor.take();
                yield new Expression.Numeral(token.text(), token.position());
            }
            case DURATION -> {
                cursor.take();
                yield duration(token);
            }
            case STRING -> {
                cursor.take();
                yield new Expression.Text(token.text(), token.position());
            }
            case QUOTED_NAME -> nameOrCall();
            case SYMBOL -> prefixSymbol(token);
            case WORD -> prefixWord(token);
            case VARIABLE, END -> throw noOperand();
        };
    }

    private Expression prefixSymbol(Token token) {
        Position position = token.position();
        return switch (token.text()) {
            case "-" -> minus(position);
            case "+" -> {
                cursor.take();
                yield expression(SIGN);
            }
            case "*" -> star(null);
            case "(" -> parenthesis();
            case "[" -> {
                cursor.take();
                List<Expression> items = cursor.isSymbol("]") ? List.of() : expressions();
                cursor.expectSymbol("]");
                yield new Call("array", items, false, null, position);
            }
            case "{" -> map();
            default -> throw noOperand();
        };
    }

    private Expression minus(Position position) {
        cursor.take();
        if (cursor.token().kind() == Token.Kind.NUMBER) {
            return new Expression.Numeral("-" + cursor.take().text(), position);
        }
        Expression operand = expression(SIGN);
        return operand instanceof Interval interval && interval.amount() instanceof Expression.Numeral number
                ? new Interval(negated(number), interval.unit(), position)
                : call("negate", position, operand);
    }

    private static Expression.Numeral negated(Expression.Numeral number) {
        String text = number.text();
        return new Expression.Numeral(text.startsWith("-") ? text.substring(1) : "-" + text, number.position());
    }

    private RuntimeException noOperand() {
        cursor.expecting("an expression");
        return cursor.unexpected(cursor.token(), List.of("an expression"));
    }

    private Expression parenthesis() {
        Position position = cursor.take().position();
        if (queries.startsQuery()) {
            Query query = queries.query();
            cursor.expectSymbol(")");
            return new Expression.Subquery(query, position);
        }
        if (cursor.acceptSymbol(")")) {
            return new Call("tuple", List.of(), false, null, position);
        }
        List<Expression> items = expressions();
        cursor.expectSymbol(")");
        if (cursor.isSymbol("->")) {
            return lambda(items.stream().map(this::parameter).toList(), position);
        }
        return items.size() == 1 ? items.getFirst() : new Call("tuple", items, false, null, position);
    }

    private String parameter(Expression expression) {
        if (expression instanceof Name name && name.parts().size() == 1) {
            return name.parts().getFirst();
        }
        throw cursor.unexpected(cursor.token(), List.of("names of parameters before '->'"));
    }

    private Expression lambda(List<String> parameters, Position position) {
        cursor.expectSymbol("->");
        return new Expression.Lambda(parameters, expression(), position);
    }

    private Expression map() {
        Position position = cursor.take().position();
        List<Expression> items = new ArrayList<>();
        if (!cursor.isSymbol("}")) {
            do {
                items.add(expression(ELEMENT));
                cursor.expectSymbol(":");
                items.add(expression());
            } while (cursor.acceptSymbol(","));
        }
        cursor.expectSymbol("}");
        return new Call("map", items, false, null, position);
    }

    Expression star(@Nullable String qualifier) {
        Position position = cursor.position();
        cursor.expectSymbol("*");
        List<String> except = new ArrayList<>();
        if (cursor.acceptKeywords("EXCEPT")) {
            if (cursor.acceptSymbol("(")) {
                do {
                    except.add(cursor.anyName("a column"));
                } while (cursor.acceptSymbol(","));
                cursor.expectSymbol(")");
            } else {
                except.add(cursor.anyName("a column"));
            }
        }
        return new Expression.Star(qualifier, except, position);
    }

    private Expression prefixWord(Token token) {
        Position position = token.position();
        Token following = cursor.ahead(1);
        switch (token.upper()) {
            case "NOT" -> {
                cursor.take();
                return call("not", position, expression(NOT));
            }
            case "NULL" -> {
                cursor.take();
                return new Expression.Null(position);
            }
            case "TRUE", "FALSE" -> {
                return new Expression.Bool(cursor.take().isWord("TRUE"), position);
            }
            case "CASE" -> {
                return cases();
            }
            case "CAST" -> {
                if (following.is("(")) {
                    return cast();
                }
            }
            case "INTERVAL" -> {
                if (!following.is("(") && isIntervalAmount(following)) {
                    return interval();
                }
            }
            case "DATE", "TIMESTAMP" -> {
                if (following.kind() == Token.Kind.STRING) {
                    cursor.take();
                    String type = token.isWord("DATE") ? "date" : "datetime64(3)";
                    Expression text = new Expression.Text(cursor.take().text(), following.position());
                    return call("cast", position, text, new Expression.Text(type, position));
                }
            }
            default -> {}
        }
        return nameOrCall();
    }

    private static boolean isIntervalAmount(Token token) {
        return token.kind() == Token.Kind.NUMBER
                || token.kind() == Token.Kind.STRING
                || token.kind() == Token.Kind.DURATION
                || token.is("-");
    }

    /** {@code 5s} or {@code interval 5 second}, as clauses and windows take it. */
    Interval requiredInterval() {
        Token token = cursor.token();
        if (token.kind() == Token.Kind.DURATION) {
            return duration(cursor.take());
        }
        if (token.isWord("INTERVAL")) {
            return interval();
        }
        if (token.kind() == Token.Kind.NUMBER) {
            Expression amount = new Expression.Numeral(cursor.take().text(), token.position());
            return new Interval(amount, unit(), token.position());
        }
        throw cursor.unexpected(token, List.of("a duration such as 5s", "interval 5 second"));
    }

    private Interval interval() {
        Position position = cursor.take().position();
        Token token = cursor.token();
        if (token.kind() == Token.Kind.DURATION) {
            return duration(cursor.take());
        }
        if (token.kind() == Token.Kind.STRING) {
            cursor.take();
            String[] parts = token.text().strip().split("\\s+", 2);
            if (parts.length == 2) {
                TimeUnit unit = TimeUnit.ofName(parts[1])
                        .orElseThrow(() -> cursor.unexpected(token, List.of("an interval such as '5 second'")));
                return new Interval(new Expression.Numeral(parts[0], token.position()), unit, position);
            }
            return new Interval(new Expression.Numeral(parts[0], token.position()), unit(), position);
        }
        Expression amount = expression(PRODUCT);
        return new Interval(amount, unit(), position);
    }

    private TimeUnit unit() {
        Token token = cursor.token();
        if (token.kind() == Token.Kind.WORD) {
            var unit = TimeUnit.ofName(token.text()).or(() -> TimeUnit.ofSuffix(token.text()));
            if (unit.isPresent()) {
                cursor.take();
                return unit.get();
            }
        }
        throw cursor.unexpected(token, List.of("a unit such as second, minute or hour"));
    }

    private static Interval duration(Token token) {
        String text = token.text();
        int digits = 0;
        while (Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        Expression amount = new Expression.Numeral(text.substring(0, digits), token.position());
        return new Interval(amount, TimeUnit.ofSuffix(text.substring(digits)).orElseThrow(), token.position());
    }

    private Expression cases() {
        Position position = cursor.take().position();
        Expression subject = cursor.isKeyword("WHEN") ? null : expression();
        List<Expression> arguments = new ArrayList<>();
        cursor.expectKeyword("WHEN");
        do {
            Position when = cursor.position();
            Expression condition = expression();
            arguments.add(subject == null ? condition : call("equals", when, subject, condition));
            cursor.expectKeyword("THEN");
            arguments.add(expression());
        } while (cursor.acceptKeywords("WHEN"));
        arguments.add(cursor.acceptKeywords("ELSE") ? expression() : new Expression.Null(cursor.position()));
        cursor.expectKeyword("END");
        return new Call("multi_if", arguments, false, null, position);
    }

    private Expression cast() {
        Position position = cursor.take().position();
        cursor.expectSymbol("(");
        Expression value = expression();
        Expression type;
        if (cursor.acceptSymbol(",")) {
            type = expression();
        } else {
            cursor.expectKeyword("AS");
            type = new Expression.Text(typeText(), cursor.position());
        }
        cursor.expectSymbol(")");
        return call("cast", position, value, type);
    }

    /** A type as written, for example {@code nullable(datetime64(3, 'UTC'))}. */
    String typeText() {
        if (cursor.token().kind() != Token.Kind.WORD) {
            throw cursor.unexpected(cursor.token(), List.of("a type"));
        }
        int start = cursor.take().start();
        if (cursor.isSymbol("(")) {
            int open = 0;
            do {
                Token token = cursor.token();
                if (token.kind() == Token.Kind.END) {
                    throw cursor.unexpected(token, List.of("')'"));
                }
                open += token.is("(") ? 1 : token.is(")") ? -1 : 0;
                cursor.take();
            } while (open > 0);
        }
        return cursor.text(start, cursor.end());
    }

    private Expression nameOrCall() {
        Token token = cursor.token();
        boolean call = token.kind() == Token.Kind.WORD && cursor.ahead(1).is("(");
        if (call && (cursor.isName() || isFunctionWord(token))) {
            return function();
        }
        if (!cursor.isName()) {
            throw noOperand();
        }
        Position position = token.position();
        List<String> parts = new ArrayList<>();
        parts.add(cursor.take().text());
        if (cursor.isSymbol("->")) {
            return lambda(parts, position);
        }
        while (cursor.isSymbol(".")) {
            Token next = cursor.ahead(1);
            if (next.is("*")) {
                cursor.take();
                return star(String.join(".", parts));
            }
            if (next.kind() != Token.Kind.WORD && next.kind() != Token.Kind.QUOTED_NAME) {
                break;
            }
            cursor.take();
            parts.add(cursor.anyName("a column"));
        }
        return new Name(parts, position);
    }

    /** Reserved words that are functions too. */
    private static boolean isFunctionWord(Token token) {
        return switch (token.upper()) {
            case "LIKE", "ILIKE", "IN", "AND", "OR" -> true;
            default -> false;
        };
    }

    private Expression function() {
        Token token = cursor.take();
        String name = token.text().toLowerCase(Locale.ROOT);
        cursor.expectSymbol("(");
        boolean distinct = cursor.acceptKeywords("DISTINCT");
        List<Expression> arguments = new ArrayList<>();
        if (!cursor.isSymbol(")")) {
            do {
                arguments.add(queries.startsQuery() ? subqueryArgument() : expression());
            } while (cursor.acceptSymbol(","));
        }
        cursor.expectSymbol(")");
        boolean all = arguments.size() == 1
                && arguments.getFirst() instanceof Expression.Star star
                && star.except().isEmpty();
        if (name.equals("count") && all) {
            arguments.clear();
        }
        Expression.Over over = cursor.acceptKeywords("OVER") ? over() : null;
        return new Call(name, arguments, distinct, over, token.position());
    }

    private Expression subqueryArgument() {
        Position position = cursor.position();
        return new Expression.Subquery(queries.query(), position);
    }

    private Expression.Over over() {
        cursor.expectSymbol("(");
        List<Expression> partitionBy = cursor.acceptKeywords("PARTITION", "BY") ? expressions() : List.of();
        List<Query.OrderItem> orderBy =
                cursor.acceptKeywords("ORDER", "BY") ? queries.orderItems() : List.<Query.OrderItem>of();
        cursor.expectSymbol(")");
        return new Expression.Over(partitionBy, orderBy);
    }

    private static Call call(String function, Position position, Expression... arguments) {
        return new Call(function, List.of(arguments), false, null, position);
    }
}
