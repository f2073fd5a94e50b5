package io.millrace.sql.function;

import java.util.Locale;

/** A pattern of LIKE: {@code %} any text, {@code _} any character, backslash before either means itself. */
final class LikePattern {

    private static final char ANY_TEXT = 0xFFFE;
    private static final char ANY_CHARACTER = 0xFFFF;

    private final char[] pattern;
    private final boolean ignoreCase;

    LikePattern(String pattern, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        StringBuilder compiled = new StringBuilder();
        String source = ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\' && i + 1 < source.length() && "%_\\".indexOf(source.charAt(i + 1)) >= 0) {
                compiled.append(source.charAt(++i));
            } else {
                compiled.append(c == '%' ? ANY_TEXT : c == '_' ? ANY_CHARACTER : c);
            }
        }
        this.pattern = compiled.toString().toCharArray();
    }

    /** Goes back only to the last {@code %}: quadratic at worst. */
    boolean matches(String value) {
        String text = ignoreCase ? value.toLowerCase(Locale.ROOT) : value;
        int at = 0;
        int p = 0;
        int star = -1;
        int mark = 0;
        while (at < text.length()) {
            if (p < pattern.length && pattern[p] == ANY_TEXT) {
                star = p++;
                mark = at;
            } else if (p < pattern.length && (pattern[p] == ANY_CHARACTER || pattern[p] == text.charAt(at))) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == ANY_TEXT) {
            p++;
        }
        return p == pattern.length;
    }
}
