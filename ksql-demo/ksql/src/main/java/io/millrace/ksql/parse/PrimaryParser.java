package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.sql.parse.Cursor;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads operands: constants, names, calls, CASE, CAST, constructors, and what may follow an operand directly. */
final class PrimaryParser {

    private final Cursor cursor;
    private final ExpressionParser expressions;
    private final TypeParser types;

    PrimaryParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.types = new TypeParser(cursor);
    }

    Expression parse() {
        Expression operand = operand();
        for (int length = 1; ; length++) {
            Words.checkLength(cursor, length, "subscripts");
            Position position = cursor.position();
            if (cursor.isSymbol("[")) {
                cursor.take();
                Expression index = expressions.expression();
                cursor.expectSymbol("]");
                operand = new Expression.Subscript(operand, index, position);
            } else if (cursor.isSymbol("->") && !cursor.ahead(1).is("*")) {
                cursor.take();
                operand = new Expression.Dereference(operand, field(), position);
            } else {
                return operand;
            }
        }
    }

    private String field() {
        Token token = cursor.token();
        if (token.kind() == Token.Kind.WORD) {
            return Words.folded(cursor.take(), token.text());
        }
        return Words.name(cursor, "a field's name");
    }

    private Expression operand() {
        Token token = cursor.token();
        Literal literal = ExpressionParser.word(token);
        if (literal != null) {
            cursor.take();
            return literal;
        }
        if (token.kind() == Token.Kind.NUMBER) {
            cursor.take();
            return Numerals.literal(token.text(), token.position());
        }
        if (token.is("(")) {
            return parenthesis();
        }
        Expression special = token.kind() == Token.Kind.WORD ? special(token) : null;
        if (special != null) {
            return special;
        }
        if (!cursor.isName()) {
            cursor.expecting("an expression");
            throw cursor.unexpected();
        }
        return nameOrCall();
    }

    private @Nullable Expression special(Token token) {
        Token next = cursor.ahead(1);
        return switch (token.upper()) {
            case "CASE" -> choice();
            case "CAST" -> cast();
            case "ARRAY" -> next.is("[") ? array() : null;
            case "MAP" -> next.is("(") ? map() : null;
            case "STRUCT" -> next.is("(") ? struct() : null;
            default -> null;
        };
    }

    private Expression parenthesis() {
        cursor.take();
        Expression inner = expressions.expression();
        cursor.expectSymbol(")");
        return inner;
    }

    private Expression nameOrCall() {
        Position position = cursor.position();
        Token token = cursor.token();
        String name = Words.name(cursor, "a name");
        if (cursor.isSymbol("(")) {
            return call(token, position);
        }
        if (cursor.isSymbol(".") && !cursor.ahead(1).is("*")) {
            cursor.take();
            return new Expression.Name(name, field(), position);
        }
        return new Expression.Name(null, name, position);
    }

    private Expression call(Token token, Position position) {
        String function = token.upper();
        cursor.take();
        List<Expression> arguments = new ArrayList<>();
        if (cursor.isSymbol("*")) {
            arguments.add(new Expression.Star(cursor.take().position()));
        } else if (!cursor.isSymbol(")")) {
            do {
                arguments.add(argument());
            } while (cursor.acceptSymbol(","));
        }
        cursor.expectSymbol(")");
        return new Expression.Call(function, arguments, position);
    }

    private Expression argument() {
        return isLambda() ? lambda() : expressions.expression();
    }

    /** True at {@code x =>} and {@code (x, y) =>}. */
    private boolean isLambda() {
        if (cursor.ahead(1).is("=>")) {
            return true;
        }
        if (!cursor.isSymbol("(")) {
            return false;
        }
        int at = 2;
        while (cursor.ahead(at).is(",")) {
            at += 2;
        }
        return cursor.ahead(at).is(")") && cursor.ahead(at + 1).is("=>");
    }

    private Expression lambda() {
        Position position = cursor.position();
        Set<String> parameters = new LinkedHashSet<>();
        boolean several = cursor.acceptSymbol("(");
        do {
            Position place = cursor.position();
            String name = Words.name(cursor, "a parameter's name");
            if (!parameters.add(name)) {
                throw Syntax.error(place, "the lambda has two parameters named " + name);
            }
        } while (several && cursor.acceptSymbol(","));
        if (several) {
            cursor.expectSymbol(")");
        }
        cursor.expectSymbol("=>");
        return new Expression.Lambda(List.copyOf(parameters), expressions.expression(), position);
    }

    private Expression choice() {
        Position position = cursor.take().position();
        Expression operand = cursor.isKeyword("WHEN") ? null : expressions.expression();
        List<Expression.When> branches = new ArrayList<>();
        cursor.expectKeyword("WHEN");
        do {
            Expression condition = expressions.expression();
            cursor.expectKeyword("THEN");
            branches.add(new Expression.When(condition, expressions.expression()));
        } while (cursor.acceptKeywords("WHEN"));
        Expression otherwise = cursor.acceptKeywords("ELSE") ? expressions.expression() : null;
        cursor.expectKeyword("END");
        return new Expression.Case(operand, branches, otherwise, position);
    }

    private Expression cast() {
        Position position = cursor.take().position();
        cursor.expectSymbol("(");
        Expression value = expressions.expression();
        cursor.expectKeyword("AS");
        Expression cast = new Expression.Cast(value, types.type(), position);
        cursor.expectSymbol(")");
        return cast;
    }

    private Expression array() {
        Position position = cursor.take().position();
        cursor.take();
        List<Expression> items = cursor.isSymbol("]") ? List.of() : expressions.expressions();
        cursor.expectSymbol("]");
        return new Expression.NewArray(items, position);
    }

    private Expression map() {
        Position position = cursor.take().position();
        cursor.take();
        List<Expression.Entry> entries = new ArrayList<>();
        if (!cursor.isSymbol(")")) {
            do {
                Expression key = expressions.expression();
                cursor.expectSymbol(":=");
                entries.add(new Expression.Entry(key, expressions.expression()));
            } while (cursor.acceptSymbol(","));
        }
        cursor.expectSymbol(")");
        return new Expression.NewMap(entries, position);
    }

    private Expression struct() {
        Position position = cursor.take().position();
        cursor.take();
        List<Expression.Member> members = new ArrayList<>();
        if (!cursor.isSymbol(")")) {
            do {
                Position place = cursor.position();
                String name = field();
                cursor.expectSymbol(":=");
                members.add(new Expression.Member(name, expressions.expression(), place));
            } while (cursor.acceptSymbol(","));
        }
        cursor.expectSymbol(")");
        return new Expression.NewStruct(members, position);
    }
}
