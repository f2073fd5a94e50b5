package io.millrace.sql.parse;

import io.millrace.sql.SqlException;
import io.millrace.sql.SqlException.Code;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A place in the tokens that remembers what was looked for there, to say so in the error. */
public final class Cursor {

    /** How deep expressions, queries and types may nest. */
    public static final int MAX_DEPTH = 200;

    private static final int MAX_EXPECTED = 6;

    private final String sql;
    private final Lexicon lexicon;
    private final List<Token> tokens;
    private final Set<String> expected = new LinkedHashSet<>();
    private int at;
    private int depth;

    /** At the first token of the text. */
    public Cursor(String sql, Lexicon lexicon) {
        this(sql, lexicon, Lexer.tokens(sql, lexicon));
    }

    /** At the first of these tokens of the text; the last one is {@link Token.Kind#END}. */
    public Cursor(String sql, Lexicon lexicon, List<Token> tokens) {
        this.sql = sql;
        this.lexicon = lexicon;
        this.tokens = List.copyOf(tokens);
    }

    public Token token() {
        return tokens.get(at);
    }

    public Token ahead(int count) {
        return tokens.get(Math.min(at + count, tokens.size() - 1));
    }

    public Position position() {
        return token().position();
    }

    /** Offset in the text after the last taken token. */
    public int end() {
        return at == 0 ? 0 : tokens.get(at - 1).end();
    }

    public String text(int start, int end) {
        return sql.substring(start, end);
    }

    public Token take() {
        Token token = token();
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        expected.clear();
        return token;
    }

    public void expecting(String what) {
        expected.add(what);
    }

    public boolean isSymbol(String symbol) {
        return token().is(symbol);
    }

    public boolean acceptSymbol(String symbol) {
        if (token().is(symbol)) {
            take();
            return true;
        }
        expected.add("'" + symbol + "'");
        return false;
    }

    public void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected();
        }
    }

    public boolean isKeyword(String keyword) {
        return token().isWord(keyword);
    }

    /** True when these words stand here one after the other. */
    public boolean isKeywords(String... keywords) {
        for (int i = 0; i < keywords.length; i++) {
            if (!ahead(i).isWord(keywords[i])) {
                return false;
            }
        }
        return true;
    }

    /** Takes the words, all or none. */
    public boolean acceptKeywords(String... keywords) {
        if (isKeywords(keywords)) {
            for (int i = 0; i < keywords.length; i++) {
                take();
            }
            return true;
        }
        expected.add(String.join(" ", keywords));
        return false;
    }

    public void expectKeyword(String keyword) {
        if (!acceptKeywords(keyword)) {
            throw unexpected();
        }
    }

    public boolean isName() {
        return isName(token());
    }

    private boolean isName(Token token) {
        return token.kind() == Token.Kind.QUOTED_NAME
                || (token.kind() == Token.Kind.WORD && !lexicon.reserved().contains(token.upper()));
    }

    /** True when the token can be an alias without AS. */
    public boolean isBareAlias() {
        return isBareAlias(token());
    }

    boolean isBareAlias(Token token) {
        return isName(token)
                && (token.kind() == Token.Kind.QUOTED_NAME
                        || !lexicon.notAliases().contains(token.upper()));
    }

    /** A name: a word that is not reserved, or anything in quotes. */
    public String name(String what) {
        if (!isName()) {
            expected.add(what);
            throw unexpected();
        }
        return take().text();
    }

    /** A column's or alias's name after a dot or AS, where reserved words cannot be mistaken. */
    String anyName(String what) {
        if (token().kind() == Token.Kind.WORD && !isName()) {
            String upper = token().upper();
            if (!upper.equals("FROM") && !upper.equals("SELECT")) {
                return take().text();
            }
        }
        return name(what);
    }

    public String string(String what) {
        if (token().kind() != Token.Kind.STRING) {
            expected.add(what);
            throw unexpected();
        }
        return take().text();
    }

    public void enter() {
        if (++depth > MAX_DEPTH) {
            Position position = position();
            throw SqlException.at(
                    Code.SYNTAX_ERROR,
                    "nested more than " + MAX_DEPTH + " levels deep at " + position.text(),
                    position.line(),
                    position.column());
        }
    }

    public void leave() {
        depth--;
    }

    /** The error: this token is none of what was looked for. */
    public SqlException unexpected() {
        return unexpected(token(), new ArrayList<>(expected));
    }

    public SqlException unexpected(Token token, List<String> alternatives) {
        Position position = token.position();
        List<String> shown = shortened(token, alternatives);
        String hint = shown.isEmpty() ? "" : ": expected " + enumeration(shown);
        return SqlException.syntax(
                "unexpected " + token.shown() + " at " + position.text() + hint,
                position.line(),
                position.column(),
                token.kind() == Token.Kind.END ? "end of statement" : token.text(),
                shown);
    }

    /** What is most like the token comes first; the rest is cut to a length that a person reads. */
    private static List<String> shortened(Token token, List<String> alternatives) {
        List<String> list = new ArrayList<>(alternatives);
        if (token.kind() == Token.Kind.WORD) {
            String upper = token.upper();
            list.sort((a, b) -> Boolean.compare(isNear(b, upper), isNear(a, upper)));
        }
        return list.size() <= MAX_EXPECTED ? list : list.subList(0, MAX_EXPECTED);
    }

    private static boolean isNear(String alternative, String upper) {
        String first = alternative.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        return first.length() > 2 && Similarity.distance(first, upper) <= 2;
    }

    private static String enumeration(List<String> items) {
        if (items.size() == 1) {
            return items.getFirst();
        }
        return String.join(", ", items.subList(0, items.size() - 1)) + " or " + items.getLast();
    }
}
