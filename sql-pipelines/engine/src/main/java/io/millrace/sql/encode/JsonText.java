package io.millrace.sql.encode;

/**
 * JSON that came as text (RFC 8259), copied in the layout of the rows: one line, a blank behind comma and colon, ASCII
 * only. Numbers keep their spelling.
 *
 * <p><b>Threading:</b> for one thread, used once.
 */
final class JsonText {

    /** Deeper documents count as not valid. */
    private static final int MAX_DEPTH = 256;

    private final byte[] text;
    private final int end;
    private int from;
    private byte[] bytes = {};
    private int at;

    JsonText(byte[] text, int start, int length) {
        this.text = text;
        this.from = start;
        this.end = start + length;
    }

    /**
     * Copies the document.
     *
     * @param reserve bytes that must still be free behind it afterwards
     * @return the position behind it; -1 when it is not valid, and then whatever was written means nothing
     */
    int write(JsonBuffer out, int position, int reserve) {
        // a byte of a string becomes at most six, a comma or a colon two
        if (end - from > Integer.MAX_VALUE / 8) {
            return -1;
        }
        bytes = out.ensure(position, 6 * (end - from) + reserve);
        at = position;
        return value(0) && peek() < 0 ? at : -1;
    }

    private boolean value(int depth) {
        int first = peek();
        return switch (first) {
            case '{' -> depth < MAX_DEPTH && members(depth + 1, '}');
            case '[' -> depth < MAX_DEPTH && members(depth + 1, ']');
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean members(int depth, char close) {
        copy();
        if (peek() == close) {
            return copy();
        }
        while (true) {
            if (close == '}') {
                if (peek() != '"' || !string() || peek() != ':') {
                    return false;
                }
                copy();
                bytes[at++] = ' ';
            }
            if (!value(depth)) {
                return false;
            }
            int next = peek();
            if (next == close) {
                return copy();
            }
            if (next != ',') {
                return false;
            }
            copy();
            bytes[at++] = ' ';
        }
    }

    private boolean string() {
        copy();
        while (from < end) {
            byte b = text[from];
            if (b == '"') {
                return copy();
            }
            if (b < 0) {
                int size = Math.max(1, TextEscape.sequence(text, from, end));
                at = TextEscape.decoded(bytes, at, text, from, size);
                from += size;
            } else if (b < ' ' || (b == '\\' && !escape())) {
                return false;
            } else {
                copy();
            }
        }
        return false;
    }

    /** Copies an escape sequence but for its last character. */
    private boolean escape() {
        copy();
        if (from == end) {
            return false;
        }
        if (text[from] != 'u') {
            return "\"\\/bfnrt".indexOf(text[from]) >= 0;
        }
        for (int i = 0; i < 4; i++) {
            copy();
            if (from == end || Character.digit(text[from], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (from == end || text[from] != word.charAt(i)) {
                return false;
            }
            copy();
        }
        return true;
    }

    private boolean number() {
        if (is('-')) {
            copy();
        }
        if (is('0')) {
            copy();
        } else if (!digits()) {
            return false;
        }
        if (is('.')) {
            copy();
            if (!digits()) {
                return false;
            }
        }
        if (is('e') || is('E')) {
            copy();
            if (is('+') || is('-')) {
                copy();
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = from;
        while (from < end && text[from] >= '0' && text[from] <= '9') {
            copy();
        }
        return from > start;
    }

    private boolean is(char c) {
        return from < end && text[from] == c;
    }

    /** The next byte that is not white space; -1 at the end. */
    private int peek() {
        while (from < end && (is(' ') || is('\t') || is('\n') || is('\r'))) {
            from++;
        }
        return from < end ? text[from] & 0xff : -1;
    }

    private boolean copy() {
        bytes[at++] = text[from++];
        return true;
    }
}
