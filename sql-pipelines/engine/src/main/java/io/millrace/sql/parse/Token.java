package io.millrace.sql.parse;

import java.util.Locale;

/**
 * A word of the text.
 *
 * @param text what it means: the content of a string or quoted name without quotes, else as written
 * @param start offset of its first character
 * @param end offset after its last character
 */
public record Token(Kind kind, String text, int start, int end, Position position) {

    /** What a word can be. */
    public enum Kind {
        WORD,
        QUOTED_NAME,
        NUMBER,
        /** {@code 5s}: digits and a unit. */
        DURATION,
        STRING,
        SYMBOL,
        /** <code>${name}</code>, with the name as text. */
        VARIABLE,
        END
    }

    public boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    public boolean isWord(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    public String upper() {
        return text.toUpperCase(Locale.ROOT);
    }

    /** As an error message shows it. */
    public String shown() {
        String content = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return switch (kind) {
            case END -> "end of statement";
            case STRING -> "string '" + content + "'";
            case VARIABLE -> "'${" + content + "}'";
            default -> "'" + content + "'";
        };
    }
}
