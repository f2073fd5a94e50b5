package io.millrace.sql.parse;

import java.util.List;
import java.util.Set;

/**
 * The words and signs of one dialect: what {@link Lexer} and {@link Cursor} need to know of it.
 *
 * @param symbols signs of two characters
 * @param punctuation signs of one character, as one text
 * @param hashComments whether {@code #} begins a comment
 * @param escapes whether a backslash in a quoted text has a meaning
 * @param durations whether {@code 5s} is a duration; otherwise it is a word that begins with a digit
 * @param variables whether <code>${name}</code> is a variable
 * @param reserved words, in upper case, that end an operand or begin a clause: never a name unless quoted
 * @param notAliases words, in upper case, that may be names but not aliases without AS
 */
public record Lexicon(
        List<String> symbols,
        String punctuation,
        boolean hashComments,
        boolean escapes,
        boolean durations,
        boolean variables,
        Set<String> reserved,
        Set<String> notAliases) {

    /** The Proton dialect. */
    static final Lexicon PROTON = new Lexicon(
            List.of("::", "->", "||", "<=", ">=", "<>", "!=", "=="),
            "+-*/%=<>(),.;:[]{}?",
            true,
            true,
            true,
            false,
            Set.of(
                    "SELECT",
                    "FROM",
                    "WHERE",
                    "GROUP",
                    "HAVING",
                    "ORDER",
                    "LIMIT",
                    "EMIT",
                    "SETTINGS",
                    "UNION",
                    "JOIN",
                    "INNER",
                    "ON",
                    "USING",
                    "AS",
                    "AND",
                    "OR",
                    "BETWEEN",
                    "IN",
                    "LIKE",
                    "ILIKE",
                    "IS",
                    "THEN",
                    "WHEN",
                    "ELSE",
                    "BY",
                    "WITH",
                    "INTO",
                    "DISTINCT",
                    "OFFSET",
                    "EXCEPT",
                    "INTERSECT"),
            Set.of(
                    "PARTITION",
                    "SHUFFLE",
                    "LEFT",
                    "RIGHT",
                    "FULL",
                    "CROSS",
                    "ASOF",
                    "LATEST",
                    "ALL",
                    "ANY",
                    "SEMI",
                    "ANTI",
                    "GLOBAL",
                    "FORMAT",
                    "PREWHERE",
                    "SAMPLE",
                    "FINAL",
                    "ARRAY",
                    "OVER",
                    "END",
                    "ASC",
                    "DESC",
                    "NULLS",
                    "NOT",
                    "DIV",
                    "MOD",
                    "VALUES",
                    "WINDOW",
                    "COLLATE"));

    public Lexicon {
        symbols = List.copyOf(symbols);
        reserved = Set.copyOf(reserved);
        notAliases = Set.copyOf(notAliases);
    }
}
