package io.millrace.ksql.format;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of fields with a delimiter between, after RFC 4180: quotes where they are needed, doubled inside. */
final class Csv {

    private static final char QUOTE = '"';

    private final char delimiter;

    Csv(char delimiter) {
        this.delimiter = delimiter;
    }

    /**
     * Appends a field.
     *
     * @param text null writes nothing
     * @param first whether it begins the line: an empty first field is quoted, so that the line is not empty
     */
    void write(StringBuilder line, @Nullable String text, boolean first) {
        if (!first) {
            line.append(delimiter);
        }
        if (text == null) {
            return;
        }
        if (!quoted(text, first)) {
            line.append(text);
            return;
        }
        line.append(QUOTE);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == QUOTE) {
                line.append(QUOTE);
            }
            line.append(c);
        }
        line.append(QUOTE);
    }

    private boolean quoted(String text, boolean first) {
        if (text.isEmpty()) {
            return first;
        }
        // as readers of this format expect: '#' would begin a comment, and blanks at the ends could be cut off
        if (text.charAt(0) <= '#' || text.charAt(text.length() - 1) <= ' ') {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == delimiter || c == QUOTE || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    /**
     * The fields of a line.
     *
     * @throws FormatException when a quote is not closed, or something follows a closed one
     */
    List<String> read(String line) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            if (at < line.length() && line.charAt(at) == QUOTE) {
                StringBuilder text = new StringBuilder();
                at = quotedField(line, at + 1, text);
                fields.add(text.toString());
            } else {
                int end = line.indexOf(delimiter, at);
                end = end < 0 ? line.length() : end;
                fields.add(line.substring(at, end));
                at = end;
            }
            if (at >= line.length()) {
                return fields;
            }
            at++;
        }
    }

    /** Reads up to the closing quote; gives the place of the delimiter behind it, or the end. */
    private int quotedField(String line, int start, StringBuilder text) {
        int at = start;
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c != QUOTE) {
                text.append(c);
            } else if (at < line.length() && line.charAt(at) == QUOTE) {
                text.append(QUOTE);
                at++;
            } else if (at == line.length() || line.charAt(at) == delimiter) {
                return at;
            } else {
                throw new FormatException("character " + at + " follows a closing quote without a delimiter between");
            }
        }
        throw new FormatException("a quoted field is not closed");
    }
}
