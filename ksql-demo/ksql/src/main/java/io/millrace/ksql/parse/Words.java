package io.millrace.ksql.parse;

import io.millrace.ksql.ast.Expression;
import io.millrace.sql.parse.Cursor;
import io.millrace.sql.parse.Lexicon;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Token;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of the dialect and how names, numbers and lengths of time are read from them. */
final class Words {

    static final Lexicon LEXICON = new Lexicon(
            List.of("->", "=>", ":=", "||", "<=", ">=", "<>", "!="),
            "+-*/%=<>(),.;[]",
            false,
            false,
            false,
            true,
            Set.of(
                    "SELECT",
                    "FROM",
                    "WHERE",
                    "GROUP",
                    "BY",
                    "HAVING",
                    "LIMIT",
                    "WINDOW",
                    "WITHIN",
                    "JOIN",
                    "INNER",
                    "OUTER",
                    "ON",
                    "AS",
                    "AND",
                    "OR",
                    "NOT",
                    "BETWEEN",
                    "IN",
                    "LIKE",
                    "IS",
                    "NULL",
                    "TRUE",
                    "FALSE",
                    "CASE",
                    "WHEN",
                    "THEN",
                    "ELSE",
                    "END",
                    "WITH",
                    "VALUES",
                    "INTO",
                    "INSERT",
                    "CREATE",
                    "DROP",
                    "EXISTS",
                    "DISTINCT",
                    "CAST"),
            Set.of("PARTITION", "LEFT", "RIGHT", "FULL", "EMIT", "ESCAPE", "GRACE", "AT"));

    private static final Map<String, ChronoUnit> UNITS = Map.ofEntries(
            Map.entry("DAY", ChronoUnit.DAYS),
            Map.entry("DAYS", ChronoUnit.DAYS),
            Map.entry("HOUR", ChronoUnit.HOURS),
            Map.entry("HOURS", ChronoUnit.HOURS),
            Map.entry("MINUTE", ChronoUnit.MINUTES),
            Map.entry("MINUTES", ChronoUnit.MINUTES),
            Map.entry("SECOND", ChronoUnit.SECONDS),
            Map.entry("SECONDS", ChronoUnit.SECONDS),
            Map.entry("MILLISECOND", ChronoUnit.MILLIS),
            Map.entry("MILLISECONDS", ChronoUnit.MILLIS));

    /** Operators, subscripts or joins one after the other. */
    static final int MAX_CHAIN = 1000;

    private static final List<String> SHOWN_UNITS = List.of("DAYS", "HOURS", "MINUTES", "SECONDS", "MILLISECONDS");

    private Words() {}

    /**
     * Refuses chains that would become trees too deep to walk through.
     *
     * @param what in the plural
     */
    static void checkLength(Cursor cursor, int length, String what) {
        if (length > MAX_CHAIN) {
            throw Syntax.error(cursor.position(), "more than " + MAX_CHAIN + " " + what + " in a row");
        }
    }

    /** A name, in upper case unless it is quoted. */
    static String name(Cursor cursor, String what) {
        Token token = cursor.token();
        return folded(token, cursor.name(what));
    }

    /** A token's text as a name. */
    static String folded(Token token, String text) {
        return token.kind() == Token.Kind.QUOTED_NAME ? text : text.toUpperCase(Locale.ROOT);
    }

    /** A name after AS, or one that can only be an alias; null when there is none. */
    static @Nullable String alias(Cursor cursor) {
        return cursor.acceptKeywords("AS") || cursor.isBareAlias() ? name(cursor, "a name") : null;
    }

    /** {@code 5 MINUTES}. */
    static Duration duration(Cursor cursor) {
        Position position = cursor.position();
        long amount = whole(cursor, "a number");
        Token token = cursor.token();
        ChronoUnit unit = token.kind() == Token.Kind.WORD ? UNITS.get(token.upper()) : null;
        if (unit == null) {
            SHOWN_UNITS.forEach(cursor::expecting);
            throw cursor.unexpected();
        }
        cursor.take();
        try {
            return Duration.of(amount, unit);
        } catch (ArithmeticException e) {
            throw Syntax.error(position, amount + " " + unit.name() + " is too long");
        }
    }

    /** A whole number, not negative. */
    static long whole(Cursor cursor, String what) {
        Token token = cursor.token();
        if (token.kind() != Token.Kind.NUMBER || !Numerals.isWhole(token.text())) {
            cursor.expecting(what);
            throw cursor.unexpected();
        }
        cursor.take();
        Expression.Literal literal = Numerals.literal(token.text(), token.position());
        if (literal.value() instanceof Number number && !(number instanceof BigDecimal)) {
            return number.longValue();
        }
        throw Syntax.error(token.position(), token.text() + " is too large: at most " + Long.MAX_VALUE);
    }

    /** A whole number of at most 2,147,483,647. */
    static int small(Cursor cursor, String what) {
        Position position = cursor.position();
        long value = whole(cursor, what);
        if (value > Integer.MAX_VALUE) {
            throw Syntax.error(position, value + " is too large: at most " + Integer.MAX_VALUE);
        }
        return (int) value;
    }
}
