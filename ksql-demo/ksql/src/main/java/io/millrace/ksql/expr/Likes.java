package io.millrace.ksql.expr;

import io.millrace.ksql.KsqlException;
import io.millrace.ksql.ast.Expression;
import io.millrace.ksql.ast.Expression.Literal;
import io.millrace.ksql.parse.ExpressionText;
import io.millrace.ksql.type.SqlType.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * LIKE: {@code %} is any text, {@code _} any one character. In time linear in text times pattern, without backtracking.
 */
final class Likes {

    private static final char ANY = '%';
    private static final char ONE = '_';

    private Likes() {}

    static Typed of(Expression.Like like, Typed value, Typed pattern) {
        text(like.value(), value);
        text(like.pattern(), pattern);
        RowExpression text = value.code();
        Character escape = like.escape();
        boolean negated = like.negated();
        if (like.pattern() instanceof Literal literal && literal.value() instanceof String constant) {
            Form form = Form.of(constant, escape);
            return new Typed(
                    Scalar.BOOLEAN, row -> text.evaluate(row) instanceof String t && form.matches(t) != negated);
        }
        RowExpression form = pattern.code();
        return new Typed(
                Scalar.BOOLEAN,
                row -> text.evaluate(row) instanceof String t
                        && form.evaluate(row) instanceof String p
                        && Form.of(p, escape).matches(t) != negated);
    }

    private static void text(Expression expression, Typed typed) {
        if (typed.type() != Scalar.STRING && typed.type() != Scalar.NULL) {
            throw KsqlException.at(
                    expression.position(),
                    "LIKE works on STRING, but " + ExpressionText.of(expression) + " is of type "
                            + typed.type().text());
        }
    }

    /** A pattern taken apart: its characters, and which of them have a meaning. */
    private static final class Form {

        private final char[] characters;
        private final boolean[] wild;

        private Form(char[] characters, boolean[] wild) {
            this.characters = characters;
            this.wild = wild;
        }

        static Form of(String pattern, @Nullable Character escape) {
            StringBuilder characters = new StringBuilder();
            boolean[] wild = new boolean[pattern.length()];
            for (int i = 0; i < pattern.length(); i++) {
                char c = pattern.charAt(i);
                boolean escaped = escape != null && c == escape && i + 1 < pattern.length();
                if (escaped) {
                    c = pattern.charAt(++i);
                }
                wild[characters.length()] = !escaped && (c == ANY || c == ONE);
                characters.append(c);
            }
            return new Form(characters.toString().toCharArray(), wild);
        }

        boolean matches(String text) {
            int t = 0;
            int p = 0;
            int star = -1;
            int resume = 0;
            while (t < text.length()) {
                if (p < characters.length && wild[p] && characters[p] == ANY) {
                    star = p++;
                    resume = t;
                } else if (p < characters.length
                        && ((wild[p] && characters[p] == ONE) || (!wild[p] && characters[p] == text.charAt(t)))) {
                    p++;
                    t++;
                } else if (star >= 0) {
                    p = star + 1;
                    t = ++resume;
                } else {
                    return false;
                }
            }
            while (p < characters.length && wild[p] && characters[p] == ANY) {
                p++;
            }
            return p == characters.length;
        }
    }
}
