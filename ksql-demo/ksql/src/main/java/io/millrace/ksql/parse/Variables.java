package io.millrace.ksql.parse;

import io.millrace.sql.SqlException;
import io.millrace.sql.parse.Lexer;
import io.millrace.sql.parse.Position;
import io.millrace.sql.parse.Similarity;
import io.millrace.sql.parse.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of <code>${name}</code>. A value takes the place of one token, a name or a constant, and nothing else: what is
 * in a variable cannot become another statement.
 */
final class Variables {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([\\w@$]+)}");

    private final Map<String, String> values = new LinkedHashMap<>();

    Variables(Map<String, String> values) {
        values.forEach(this::define);
    }

    void define(String name, String value) {
        values.put(name.toUpperCase(Locale.ROOT), value);
    }

    void undefine(String name) {
        values.remove(name.toUpperCase(Locale.ROOT));
    }

    Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** The tokens with values in the places of variables, also of those within texts. */
    List<Token> replaced(List<Token> tokens) {
        List<Token> result = new ArrayList<>(tokens.size());
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.VARIABLE) {
                result.addAll(tokens(token));
            } else if (token.kind() == Token.Kind.STRING && token.text().contains("${")) {
                result.add(at(token, Token.Kind.STRING, within(token.text())));
            } else {
                result.add(token);
            }
        }
        return result;
    }

    /** A text with values in the places of variables; unknown ones stay as they are. */
    private String within(String text) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            String value = values.get(match.group(1).toUpperCase(Locale.ROOT));
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }

    /** A statement's text with values in the places of variables. */
    String shown(String text) {
        return within(text);
    }

    private List<Token> tokens(Token variable) {
        String value = values.get(variable.upper());
        Position position = variable.position();
        if (value == null) {
            throw Syntax.error(
                    position, "the variable ${" + variable.text() + "} is not defined" + meant(variable.upper()));
        }
        List<Token> tokens;
        try {
            tokens = Lexer.tokens(value, Words.LEXICON);
        } catch (SqlException e) {
            throw oneToken(position, variable, value);
        }
        boolean negative =
                tokens.size() == 3 && tokens.getFirst().is("-") && tokens.get(1).kind() == Token.Kind.NUMBER;
        boolean single = tokens.size() == 2 && isValue(tokens.getFirst().kind());
        if (!negative && !single) {
            throw oneToken(position, variable, value);
        }
        return tokens.subList(0, tokens.size() - 1).stream()
                .map(token -> at(variable, token.kind(), token.text()))
                .toList();
    }

    private String meant(String name) {
        Collection<String> names = values.keySet();
        String nearest = Similarity.nearest(name, names);
        return nearest == null ? "" : ": perhaps ${" + nearest.toLowerCase(Locale.ROOT) + "}";
    }

    private static RuntimeException oneToken(Position position, Token variable, String value) {
        return Syntax.error(
                position,
                "the variable ${" + variable.text() + "} holds \"" + value
                        + "\", which is not one name, number or text in quotes");
    }

    private static boolean isValue(Token.Kind kind) {
        return kind == Token.Kind.WORD
                || kind == Token.Kind.QUOTED_NAME
                || kind == Token.Kind.STRING
                || kind == Token.Kind.NUMBER;
    }

    private static Token at(Token place, Token.Kind kind, String text) {
        return new Token(kind, text, place.start(), place.end(), place.position());
    }
}
