package io.millrace.sql.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads arrays, tuples and maps: {@code [1, 2]}, {@code ('a', 0)}, {@code {'k': 1}}. */
final class CompositeParser {

    private final String text;
    private final DataType type;
    private int position;

    CompositeParser(String text, DataType type) {
        this.text = text;
        this.type = type;
    }

    Object parse() {
        Object value = value(type);
        if (value == null || peek() != 0) {
            throw Parsing.cannotParse(text, type);
        }
        return value;
    }

    private @Nullable Object value(DataType wanted) {
        return switch (wanted.kind()) {
            case ARRAY -> array(wanted);
            case TUPLE -> tuple(wanted);
            case MAP -> map(wanted);
            default -> plain(wanted);
        };
    }

    private List<@Nullable Object> array(DataType wanted) {
        List<@Nullable Object> values = new ArrayList<>();
        expect('[');
        if (!accept(']')) {
            do {
                values.add(value(wanted.last()));
            } while (accept(','));
            expect(']');
        }
        return values;
    }

    private List<@Nullable Object> tuple(DataType wanted) {
        List<@Nullable Object> values = new ArrayList<>();
        expect('(');
        for (DataType element : wanted.elements()) {
            if (!values.isEmpty()) {
                expect(',');
            }
            values.add(value(element));
        }
        expect(')');
        return values;
    }

    private Map<@Nullable Object, @Nullable Object> map(DataType wanted) {
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        expect('{');
        if (!accept('}')) {
            do {
                Object key = value(wanted.elements().getFirst());
                expect(':');
                values.put(key, value(wanted.last()));
            } while (accept(','));
            expect('}');
        }
        return values;
    }

    private @Nullable Object plain(DataType wanted) {
        char quote = peek();
        if (quote == '\'' || quote == '"') {
            return Parsing.parse(quoted(quote), wanted);
        }
        int start = position;
        while (position < text.length() && ",])}:".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        String word = text.substring(start, position).strip();
        if (word.equalsIgnoreCase("null") && wanted.nullable()) {
            return null;
        }
        if (word.isEmpty() || wanted.kind().isText()) {
            throw Parsing.cannotParse(text, type);
        }
        return Parsing.parse(word, wanted);
    }

    private String quoted(char quote) {
        StringBuilder value = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == quote) {
                position++;
                return value.toString();
            }
            if (c == '\\' && position + 1 < text.length()) {
                c = text.charAt(++position);
            }
            value.append(c);
        }
        throw Parsing.cannotParse(text, type);
    }

    private char peek() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : 0;
    }

    private boolean accept(char wanted) {
        if (peek() == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw Parsing.cannotParse(text, type);
        }
    }
}
