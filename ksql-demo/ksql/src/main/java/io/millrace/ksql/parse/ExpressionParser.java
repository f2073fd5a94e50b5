package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Arithmetic;
import io.millrace.ksql.ast.Expression.Comparison;
import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.ksql.type.SqlType.Scalar;
import io.millrace.sql.parse.Cursor;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Pratt parser of expressions. */
final class ExpressionParser {

    // how strongly operators bind
    private static final int OR = 10;
    private static final int AND = 20;
    private static final int NOT = 30;
    private static final int PREDICATE = 40;
    private static final int CONCATENATION = 50;
    private static final int SUM = 60;
    private static final int PRODUCT = 70;
    private static final int SIGN = 80;

    private static final Map<String, Comparison.Sign> COMPARISONS = Map.of(
            "=", Comparison.Sign.EQUAL,
            "<>", Comparison.Sign.NOT_EQUAL,
            "!=", Comparison.Sign.NOT_EQUAL,
            "<", Comparison.Sign.LESS,
            "<=", Comparison.Sign.LESS_OR_EQUAL,
            ">", Comparison.Sign.GREATER,
            ">=", Comparison.Sign.GREATER_OR_EQUAL);

    private static final Map<String, Arithmetic.Operator> PRODUCTS = Map.of(
            "*", Arithmetic.Operator.MULTIPLY,
            "/", Arithmetic.Operator.DIVIDE,
            "%", Arithmetic.Operator.MODULUS);

    /** What walks through an expression needs stack for each level, also where chains lean to the left. */
    private static final int MAX_DEPTH = 300;

    private final Cursor cursor;
    private final PrimaryParser primary;
    private int level;

    ExpressionParser(Cursor cursor) {
        this.cursor = cursor;
        this.primary = new PrimaryParser(cursor, this);
    }

    Expression expression() {
        Position position = cursor.position();
        level++;
        Expression expression = expression(0);
        if (--level == 0 && Expressions.depth(expression) > MAX_DEPTH) {
            throw Syntax.error(position, "the expression is more than " + MAX_DEPTH + " operators deep");
        }
        return expression;
    }

    private Expression expression(int strength) {
        cursor.enter();
        Expression left = prefix();
        for (int length = 1; ; length++) {
            Words.checkLength(cursor, length, "operators");
            Expression next = infix(left, strength);
            if (next == null) {
                cursor.leave();
                return left;
            }
            left = next;
        }
    }

    private Expression prefix() {
        Position position = cursor.position();
        if (cursor.isKeyword("NOT")) {
            cursor.take();
            return new Expression.Not(expression(NOT), position);
        }
        if (cursor.isSymbol("-")) {
            cursor.take();
            Expression operand = expression(SIGN);
            return operand instanceof Literal literal && literal.value() instanceof Number
                    ? Numerals.negated(new Literal(literal.value(), literal.type(), position))
                    : new Expression.Negation(operand, position);
        }
        if (cursor.isSymbol("+")) {
            cursor.take();
            return expression(SIGN);
        }
        return primary.parse();
    }

    /** The expression that continues this one; null when nothing binds it that strongly. */
    private @Nullable Expression infix(Expression left, int strength) {
        Token token = cursor.token();
        if (token.kind() == Token.Kind.SYMBOL) {
            return infixSymbol(left, strength, token);
        }
        return token.kind() == Token.Kind.WORD ? infixWord(left, strength) : null;
    }

    private @Nullable Expression infixSymbol(Expression left, int strength, Token token) {
        String symbol = token.text();
        Arithmetic.Operator product = PRODUCTS.get(symbol);
        if (product != null) {
            return arithmetic(left, strength, PRODUCT, product);
        }
        Comparison.Sign comparison = COMPARISONS.get(symbol);
        if (comparison != null) {
            return strength < PREDICATE ? comparison(left, comparison) : null;
        }
        return switch (symbol) {
            case "+" -> arithmetic(left, strength, SUM, Arithmetic.Operator.ADD);
            case "-" -> arithmetic(left, strength, SUM, Arithmetic.Operator.SUBTRACT);
            case "||" -> arithmetic(left, strength, CONCATENATION, Arithmetic.Operator.ADD);
            default -> null;
        };
    }

    private @Nullable Expression arithmetic(Expression left, int strength, int own, Arithmetic.Operator operator) {
        if (strength >= own) {
            return null;
        }
        Position position = cursor.take().position();
        return new Arithmetic(operator, left, expression(own), position);
    }

    private Expression comparison(Expression left, Comparison.Sign operator) {
        Position position = cursor.take().position();
        return new Comparison(operator, left, expression(PREDICATE), position);
    }

    private @Nullable Expression infixWord(Expression left, int strength) {
        if (strength < OR && cursor.isKeyword("OR")) {
            Position position = cursor.take().position();
            return new Expression.Logical(false, left, expression(OR), position);
        }
        if (strength < AND && cursor.isKeyword("AND")) {
            Position position = cursor.take().position();
            return new Expression.Logical(true, left, expression(AND), position);
        }
        return strength < PREDICATE ? predicate(left) : null;
    }

    private @Nullable Expression predicate(Expression left) {
        Position position = cursor.position();
        if (cursor.isKeyword("IS")) {
            cursor.take();
            return is(left, position);
        }
        boolean negated = cursor.isKeyword("NOT");
        Token word = cursor.ahead(negated ? 1 : 0);
        if (!word.isWord("BETWEEN") && !word.isWord("IN") && !word.isWord("LIKE")) {
            return null;
        }
        if (negated) {
            cursor.take();
        }
        cursor.take();
        return switch (word.upper()) {
            case "BETWEEN" -> between(left, negated, position);
            case "IN" -> in(left, negated, position);
            default -> like(left, negated, position);
        };
    }

    private Expression is(Expression left, Position position) {
        boolean negated = cursor.acceptKeywords("NOT");
        if (cursor.acceptKeywords("DISTINCT", "FROM")) {
            Comparison.Sign operator = negated ? Comparison.Sign.IS_NOT_DISTINCT : Comparison.Sign.IS_DISTINCT;
            return new Comparison(operator, left, expression(PREDICATE), position);
        }
        cursor.expectKeyword("NULL");
        return new Expression.IsNull(left, negated, position);
    }

    private Expression between(Expression left, boolean negated, Position position) {
        Expression low = expression(PREDICATE);
        cursor.expectKeyword("AND");
        return new Expression.Between(left, low, expression(PREDICATE), negated, position);
    }

    private Expression in(Expression left, boolean negated, Position position) {
        cursor.expectSymbol("(");
        List<Expression> items = expressions();
        cursor.expectSymbol(")");
        return new Expression.In(left, items, negated, position);
    }

    private Expression like(Expression left, boolean negated, Position position) {
        Expression pattern = expression(PREDICATE);
        Character escape = null;
        if (cursor.acceptKeywords("ESCAPE")) {
            Position place = cursor.position();
            String text = cursor.string("one character in quotes");
            if (text.length() != 1) {
                throw Syntax.error(place, "ESCAPE takes exactly one character, not '" + text + "'");
            }
            escape = text.charAt(0);
        }
        return new Expression.Like(left, pattern, escape, negated, position);
    }

    /** One or more, separated by commas. */
    List<Expression> expressions() {
        List<Expression> items = new ArrayList<>();
        do {
            items.add(expression());
        } while (cursor.acceptSymbol(","));
        return items;
    }

    /** A number with its sign, a text, TRUE, FALSE or NULL. */
    Literal literal() {
        Position position = cursor.position();
        boolean negative = cursor.acceptSymbol("-");
        Token token = cursor.token();
        if (token.kind() == Token.Kind.NUMBER) {
            cursor.take();
            Literal literal = Numerals.literal(token.text(), position);
            return negative ? Numerals.negated(literal) : literal;
        }
        Literal word = negative ? null : word(token);
        if (word == null) {
            cursor.expecting("a number, a text in single quotes, TRUE, FALSE or NULL");
            throw cursor.unexpected();
        }
        cursor.take();
        return word;
    }

    /** The constant that a token is; null when it is none. Numbers are left to the caller. */
    static @Nullable Literal word(Token token) {
        if (token.kind() == Token.Kind.STRING) {
            return new Literal(token.text(), Scalar.STRING, token.position());
        }
        if (token.isWord("TRUE") || token.isWord("FALSE")) {
            return new Literal(token.isWord("TRUE"), Scalar.BOOLEAN, token.position());
        }
        return token.isWord("NULL") ? new Literal(null, Scalar.NULL, token.position()) : null;
    }
}
