package io.millrace.sql.parse;

import io.millrace.sql.SqlException;
import io.millrace.sql.type.TimeUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into tokens; comments ({@code --}, {@code /* *}{@code /}, in Proton {@code #}) and white space are left
 * out.
 */
public final class Lexer {

    /** Longest statement, in characters. */
    static final int MAX_LENGTH = 1 << 20;

    private final String sql;
    private final Lexicon lexicon;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(String sql, Lexicon lexicon) {
        this.sql = sql;
        this.lexicon = lexicon;
    }

    /** The tokens of a text; the last one is {@link Token.Kind#END}. */
    public static List<Token> tokens(String sql, Lexicon lexicon) {
        if (sql.length() > MAX_LENGTH) {
            throw SqlException.syntax(
                    "a statement of " + sql.length() + " characters is too long: at most " + MAX_LENGTH,
                    1,
                    1,
                    sql.length() + " characters",
                    List.of());
        }
        return new Lexer(sql, lexicon).run();
    }

    private List<Token> run() {
        while (skipBlanks()) {
            next();
        }
        tokens.add(new Token(Token.Kind.END, "", at, at, position(at)));
        return tokens;
    }

    private Position position(int offset) {
        return new Position(line, offset - lineStart + 1);
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
    }

    /** False at the end. */
    private boolean skipBlanks() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\n') {
                newLine();
            } else if (Character.isWhitespace(c) || c == '\uFEFF' || c == '\u00A0') {
                at++;
            } else if ((c == '-' && peek(1) == '-') || (c == '#' && lexicon.hashComments())) {
                while (at < sql.length() && sql.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == '/' && peek(1) == '*') {
                blockComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private void blockComment() {
        Position start = position(at);
        at += 2;
        while (at < sql.length() && !(sql.charAt(at) == '*' && peek(1) == '/')) {
            if (sql.charAt(at) == '\n') {
                newLine();
            } else {
                at++;
            }
        }
        if (at >= sql.length()) {
            throw error("the comment that begins at " + start.text() + " does not end", start, "/*", "*/");
        }
        at += 2;
    }

    private void next() {
        char c = sql.charAt(at);
        if (c == '$' && lexicon.variables() && peek(1) == '{') {
            variable();
        } else if (Character.isLetter(c) || c == '_' || c == '@' || c == '$') {
            word();
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)) && !afterOperand())) {
            number();
        } else if (c == '\'') {
            quoted('\'', Token.Kind.STRING);
        } else if (c == '"' || c == '`') {
            quoted(c, Token.Kind.QUOTED_NAME);
        } else {
            symbol(c);
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** True when a dot here reads a tuple's element: {@code t.1}. */
    private boolean afterOperand() {
        if (tokens.isEmpty() || tokens.getLast().end() != at) {
            return false;
        }
        Token last = tokens.getLast();
        return last.kind() == Token.Kind.WORD || last.kind() == Token.Kind.QUOTED_NAME || last.is(")") || last.is("]");
    }

    private boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@';
    }

    private void word() {
        word(at);
    }

    private void word(int start) {
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        add(Token.Kind.WORD, sql.substring(start, at), start, position(start));
    }

    private void number() {
        int start = at;
        if (peek(0) == '0' && (peek(1) == 'x' || peek(1) == 'X') && Character.digit(peek(2), 16) >= 0) {
            at += 2;
            while (Character.digit(peek(0), 16) >= 0) {
                at++;
            }
        } else {
            digits();
            // the second dot of t.1.2 starts another element
            boolean element = !tokens.isEmpty() && tokens.getLast().is(".");
            if (!element && peek(0) == '.' && (isDigit(peek(1)) || !isWordPart(peek(1)))) {
                at++;
                digits();
            }
            exponent();
        }
        String text = sql.substring(start, at);
        if (isWordPart(peek(0)) && lexicon.durations()) {
            duration(start, text);
        } else if (isWordPart(peek(0)) && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            word(start);
        } else {
            add(Token.Kind.NUMBER, text, start, position(start));
        }
    }

    private void variable() {
        int start = at;
        int end = sql.indexOf('}', start);
        String name = end < 0 ? "" : sql.substring(start + 2, end);
        if (name.isEmpty() || !name.chars().allMatch(c -> isWordPart((char) c))) {
            Position position = position(start);
            throw error("a variable at " + position.text() + " is not closed", position, "${", "${name}");
        }
        at = end + 1;
        add(Token.Kind.VARIABLE, name, start, position(start));
    }

    private void digits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    private void exponent() {
        if (peek(0) != 'e' && peek(0) != 'E') {
            return;
        }
        int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
        if (isDigit(peek(1 + sign))) {
            at += 1 + sign;
            digits();
        }
    }

    private void duration(int start, String digits) {
        int unitStart = at;
        while (isWordPart(peek(0))) {
            at++;
        }
        String unit = sql.substring(unitStart, at);
        if (TimeUnit.ofSuffix(unit).isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            Position position = position(start);
            throw SqlException.syntax(
                    "unexpected '" + digits + unit + "' at " + position.text()
                            + ": expected a number, a duration such as 5s, or a quoted name",
                    position.line(),
                    position.column(),
                    digits + unit,
                    List.of("a number", "a duration such as 5s", "a quoted name"));
        }
        add(Token.Kind.DURATION, digits + unit, start, position(start));
    }

    private void quoted(char quote, Token.Kind kind) {
        int start = at;
        Position position = position(start);
        StringBuilder text = new StringBuilder();
        at++;
        while (true) {
            if (at >= sql.length()) {
                throw error(
                        "the quote that begins at " + position.text() + " does not end",
                        position,
                        String.valueOf(quote),
                        "a closing " + quote);
            }
            char c = sql.charAt(at);
            if (c == quote) {
                if (peek(1) != quote) {
                    break;
                }
                text.append(quote);
                at += 2;
            } else if (c == '\\' && lexicon.escapes() && at + 1 < sql.length()) {
                escape(text);
            } else {
                text.append(c);
                if (c == '\n') {
                    newLine();
                } else {
                    at++;
                }
            }
        }
        at++;
        if (kind == Token.Kind.QUOTED_NAME && text.isEmpty()) {
            throw error("a quoted name at " + position.text() + " is empty", position, "" + quote + quote, "a name");
        }
        add(kind, text.toString(), start, position);
    }

    private void escape(StringBuilder text) {
        char c = peek(1);
        at += 2;
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case '0' -> text.append('\0');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'x' -> hexEscape(text);
            case '\\', '\'', '"', '`', '/' -> text.append(c);
            // an unknown escape stays as written: regular expressions need their \d
            default -> text.append('\\').append(c);
        }
    }

    private void hexEscape(StringBuilder text) {
        int high = Character.digit(peek(0), 16);
        int low = Character.digit(peek(1), 16);
        if (high >= 0 && low >= 0) {
            text.append((char) (high * 16 + low));
            at += 2;
        } else {
            text.append("\\x");
        }
    }

    private void symbol(char c) {
        int start = at;
        for (String symbol : lexicon.symbols()) {
            if (sql.startsWith(symbol, at)) {
                at += 2;
                add(Token.Kind.SYMBOL, symbol, start, position(start));
                return;
            }
        }
        if (lexicon.punctuation().indexOf(c) < 0) {
            Position position = position(start);
            int length = Character.charCount(sql.codePointAt(start));
            String found = sql.substring(start, start + length);
            throw SqlException.syntax(
                    "unexpected character '" + found + "' at " + position.text(),
                    position.line(),
                    position.column(),
                    found,
                    List.of());
        }
        at++;
        add(Token.Kind.SYMBOL, String.valueOf(c), start, position(start));
    }

    private void add(Token.Kind kind, String text, int start, Position position) {
        tokens.add(new Token(kind, text, start, at, position));
    }

    private static SqlException error(String message, Position position, String found, String expected) {
        return SqlException.syntax(message, position.line(), position.column(), found, List.of(expected));
    }
}
