package io.millrace.sql.encode;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 texts as JSON strings in ASCII, escaped as Python's {@code json.dumps} does: non-ASCII and control characters
 * as {@code \}{@code uXXXX}, astral characters as surrogate pairs, malformed bytes as {@code \}{@code ufffd}.
 */
final class TextEscape {

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final int REPLACEMENT = 0xfffd;

    private TextEscape() {}

    /**
     * Writes a text with its quotes.
     *
     * @param reserve bytes that must still be free behind the text afterwards
     * @return the position behind the closing quote
     */
    static int write(JsonBuffer out, int position, byte[] data, int start, int length, int reserve) {
        byte[] bytes = out.ensure(position, length + 2 + reserve);
        bytes[position] = '"';
        int at = position + 1;
        int i = 0;
        // whole words while the source has them; what is copied too much is overwritten by what follows
        int words = Math.min(length, data.length - start - 7);
        for (; i < words; i += 8) {
            long word = (long) JsonBuffer.WORD.get(data, start + i);
            JsonBuffer.WORD.set(bytes, at + i, word);
            long special = special(word);
            int rest = length - i;
            if (rest < 8) {
                special &= (1L << (8 * rest)) - 1;
            }
            if (special != 0) {
                i += Long.numberOfTrailingZeros(special) >> 3;
                return escape(out, at + i, data, start + i, length - i, reserve);
            }
        }
        for (; i < length; i++) {
            byte b = data[start + i];
            if (b < ' ' || b == '"' || b == '\\') {
                return escape(out, at + i, data, start + i, length - i, reserve);
            }
            bytes[at + i] = b;
        }
        bytes[at + length] = '"';
        return at + length + 1;
    }

    /** The high bit of the first byte that needs escaping, and perhaps of some behind it. */
    private static long special(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        long control = (word - SPACES) & ~word;
        return (word | control | zeros(quote) | zeros(backslash)) & HIGH_BITS;
    }

    private static long zeros(long word) {
        return (word - ONES) & ~word;
    }

    private static int escape(JsonBuffer out, int position, byte[] data, int start, int length, int reserve) {
        // a byte becomes at most six
        if (length > Integer.MAX_VALUE / 8) {
            out.ensure(position, Integer.MAX_VALUE);
        }
        byte[] bytes = out.ensure(position, 6 * length + 1 + reserve);
        int at = position;
        int end = start + length;
        int i = start;
        while (i < end) {
            byte b = data[i];
            if (b >= 0) {
                at = character(bytes, at, (char) b);
                i++;
                continue;
            }
            int size = sequence(data, i, end);
            if (size == 0) {
                String rest = new String(data, i, end - i, StandardCharsets.UTF_8);
                for (int j = 0; j < rest.length(); j++) {
                    at = character(bytes, at, rest.charAt(j));
                }
                break;
            }
            at = decoded(bytes, at, data, i, size);
            i += size;
        }
        bytes[at] = '"';
        return at + 1;
    }

    /** Length of the well-formed UTF-8 sequence that starts there with a byte above 0x7f; 0 when it is malformed. */
    static int sequence(byte[] data, int i, int end) {
        int lead = data[i] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return continues(data, i + 1, end, 1) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            if (!continues(data, i + 1, end, 2)) {
                return 0;
            }
            int second = data[i + 1] & 0xff;
            boolean overlong = lead == 0xe0 && second < 0xa0;
            boolean surrogate = lead == 0xed && second > 0x9f;
            return overlong || surrogate ? 0 : 3;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            if (!continues(data, i + 1, end, 3)) {
                return 0;
            }
            int second = data[i + 1] & 0xff;
            boolean overlong = lead == 0xf0 && second < 0x90;
            boolean tooHigh = lead == 0xf4 && second > 0x8f;
            return overlong || tooHigh ? 0 : 4;
        }
        return 0;
    }

    private static boolean continues(byte[] data, int from, int end, int count) {
        if (from + count > end) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if ((data[from + i] & 0xc0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes the character that {@link #sequence} found.
     *
     * @param size its bytes, 1 for a malformed byte
     */
    static int decoded(byte[] bytes, int position, byte[] data, int i, int size) {
        if (size == 1) {
            return unicode(bytes, position, REPLACEMENT);
        }
        int second = data[i + 1] & 0x3f;
        if (size == 2) {
            return unicode(bytes, position, ((data[i] & 0x1f) << 6) | second);
        }
        int third = data[i + 2] & 0x3f;
        if (size == 3) {
            return unicode(bytes, position, ((data[i] & 0x0f) << 12) | (second << 6) | third);
        }
        int codePoint = ((data[i] & 0x07) << 18) | (second << 12) | (third << 6) | (data[i + 3] & 0x3f);
        int at = unicode(bytes, position, Character.highSurrogate(codePoint));
        return unicode(bytes, at, Character.lowSurrogate(codePoint));
    }

    private static int character(byte[] bytes, int position, char c) {
        if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
            bytes[position] = (byte) c;
            return position + 1;
        }
        char letter = switch (c) {
            case '"', '\\' -> c;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
        if (letter == 0) {
            return unicode(bytes, position, c);
        }
        bytes[position] = '\\';
        bytes[position + 1] = (byte) letter;
        return position + 2;
    }

    private static int unicode(byte[] bytes, int position, int unit) {
        bytes[position] = '\\';
        bytes[position + 1] = 'u';
        bytes[position + 2] = HEX[(unit >> 12) & 0xf];
        bytes[position + 3] = HEX[(unit >> 8) & 0xf];
        bytes[position + 4] = HEX[(unit >> 4) & 0xf];
        bytes[position + 5] = HEX[unit & 0xf];
        return position + 6;
    }
}
