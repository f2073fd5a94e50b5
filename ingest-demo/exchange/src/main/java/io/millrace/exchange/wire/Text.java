package io.millrace.exchange.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * A text in UTF-8 that grows, and is used again after {@link #clear}. It writes numbers and times without garbage: this
 * is what bounds the rate of the exchange.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class Text {

    private static final long MICROS = 1_000_000;
    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT);

    private byte[] bytes = new byte[1024];
    private int length;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = new byte[0];

    /** Empties it. */
    public Text clear() {
        length = 0;
        return this;
    }

    /** What was written, from index 0 to {@link #length}; valid until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Appends bytes as they are. */
    public Text raw(byte[] text) {
        return raw(text, 0, text.length);
    }

    /** Appends a part of an array as it is. */
    public Text raw(byte[] text, int from, int count) {
        room(count);
        System.arraycopy(text, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends a text as it is. */
    public Text raw(String text) {
        return raw(text.getBytes(UTF_8));
    }

    /** Appends one ASCII character. */
    public Text raw(char character) {
        room(1);
        bytes[length++] = (byte) character;
        return this;
    }

    /** Appends a text in quotes, escaped for JSON. */
    public Text quoted(String text) {
        raw('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"', '\\' -> raw('\\').raw(character);
                default -> {
                    if (character < ' ') {
                        raw(String.format(Locale.ROOT, "\\u%04x", (int) character));
                    } else if (character < 128) {
                        raw(character);
                    } else {
                        int end = Character.isHighSurrogate(character) && i + 1 < text.length() ? i + 2 : i + 1;
                        raw(text.substring(i, end));
                        i = end - 1;
                    }
                }
            }
        }
        return raw('"');
    }

    /** Appends a number that is not negative. */
    public Text number(long value) {
        int digits = digits(value);
        room(digits);
        fill(value, digits);
        return this;
    }

    /**
     * Appends a decimal that is not negative, with exactly so many places.
     *
     * @param unscaled for example 10149691
     * @param scale for example 2, which gives 101496.91
     */
    public Text decimal(long unscaled, int scale) {
        long power = POWERS[scale];
        number(unscaled / power);
        if (scale > 0) {
            raw('.');
            room(scale);
            fill(unscaled % power, scale);
        }
        return this;
    }

    /** Appends a decimal without the zeros at its end, but at least one digit: {@code 0.04}, {@code 985}. */
    public Text shortDecimal(long unscaled, int scale) {
        long value = unscaled;
        int places = scale;
        while (places > 0 && value % 10 == 0) {
            value /= 10;
            places--;
        }
        return decimal(value, places);
    }

    /**
     * Appends {@code 2025-02-04T02:00:06.419368Z}.
     *
     * @param micros since 1970
     */
    public Text time(long micros) {
        long seconds = Math.floorDiv(micros, MICROS);
        if (seconds != second) {
            secondText = SECONDS.format(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC))
                    .getBytes(UTF_8);
            second = seconds;
        }
        raw(secondText);
        room(6);
        fill(Math.floorMod(micros, MICROS), 6);
        return raw('Z');
    }

    /** Appends 128 bits in the form of a UUID. */
    public Text uuid(long high, long low) {
        room(36);
        hex(high >>> 32, 8);
        bytes[length++] = '-';
        hex(high >>> 16, 4);
        bytes[length++] = '-';
        hex(high, 4);
        bytes[length++] = '-';
        hex(low >>> 48, 4);
        bytes[length++] = '-';
        hex(low, 12);
        return this;
    }

    private void hex(long value, int digits) {
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length++] = HEX[(int) (value >>> (4 * i)) & 15];
        }
    }

    private void fill(long value, int digits) {
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private static final long[] POWERS = new long[19];

    static {
        long power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private static int digits(long value) {
        int digits = 1;
        while (digits < POWERS.length && value >= POWERS[digits]) {
            digits++;
        }
        return digits;
    }

    private void room(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, UTF_8);
    }
}
