package io.millrace.mq.fix;

import io.millrace.core.failure.PoisonException;
import io.millrace.mq.statistics.Decimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message in the text form of FIX: fields {@code tag=value} separated by SOH (U+0001), with or without double quotes
 * around the whole, as the reference's files have them: {@code "8=FIX.4.2|35=D|1=CLIENT57|55=BTU|"} where a bar stands
 * for SOH.
 *
 * <p>A value is everything behind the first {@code =}. The last occurrence of a tag wins. Fields without a numeric tag
 * are ignored; body length and checksum are not verified.
 */
public final class FixMessage {

    private static final char SOH = '\u0001';
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HH:mm:ss[.SSS]", Locale.ROOT);

    private final String text;
    private int[] fields = new int[3 * 16];
    private int count;

    private FixMessage(String text) {
        this.text = text;
    }

    /** Reads a text; whatever it is, the result has the fields that can be made out. */
    public static FixMessage parse(String text) {
        FixMessage message = new FixMessage(text);
        int from = 0;
        int to = text.length();
        if (to >= 2 && text.charAt(0) == '"' && text.charAt(to - 1) == '"') {
            from++;
            to--;
        }
        while (from < to) {
            int end = text.indexOf(SOH, from);
            end = end < 0 || end > to ? to : end;
            message.field(from, end);
            from = end + 1;
        }
        return message;
    }

    private void field(int from, int end) {
        int tag = 0;
        int at = from;
        while (at < end && at - from < 6 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            tag = 10 * tag + text.charAt(at) - '0';
            at++;
        }
        if (at == from || at >= end || text.charAt(at) != '=') {
            return;
        }
        if (3 * count == fields.length) {
            fields = Arrays.copyOf(fields, 2 * fields.length);
        }
        fields[3 * count] = tag;
        fields[3 * count + 1] = at + 1;
        fields[3 * count + 2] = end;
        count++;
    }

    /** The last value of a tag, null when the message has none. */
    public @Nullable String text(int tag) {
        return valueOf(tag, tag);
    }

    private @Nullable String valueOf(int tag, int other) {
        int field = find(tag, other);
        return field < 0 ? null : text.substring(fields[field + 1], fields[field + 2]);
    }

    /** Where the last field with one of two tags is described; -1 when there is none. */
    private int find(int tag, int other) {
        for (int i = 3 * (count - 1); i >= 0; i -= 3) {
            if (fields[i] == tag || fields[i] == other) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The last value of a tag as a number, null when the message has none.
     *
     * @throws PoisonException when it is no number
     */
    public @Nullable Double number(int tag) {
        int field = find(tag, tag);
        if (field < 0) {
            return null;
        }
        double plain = Decimal.parse(text, fields[field + 1], fields[field + 2]);
        if (!Double.isNaN(plain)) {
            return plain;
        }
        String value = text.substring(fields[field + 1], fields[field + 2]);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new PoisonException("field " + tag + " is not a number: '" + value + "'", e);
        }
    }

    /**
     * What kind of message it is, by tag 35.
     *
     * @throws PoisonException when the tag is missing
     */
    public FixType type() {
        int field = find(35, 35);
        if (field < 0) {
            throw new PoisonException("field 35 (MsgType) is missing");
        }
        int from = fields[field + 1];
        if (fields[field + 2] - from != 1) {
            return FixType.OTHER;
        }
        return switch (text.charAt(from)) {
            case '0' -> FixType.HEARTBEAT;
            case 'D' -> FixType.ORDER;
            case 'S' -> FixType.NBBO;
            default -> FixType.OTHER;
        };
    }

    /** Tag 11 or 37, whichever comes last; null when the message has neither. */
    public @Nullable String orderId() {
        return valueOf(11, 37);
    }

    /** Tag 1. */
    public @Nullable String account() {
        return text(1);
    }

    /** Tag 55. */
    public @Nullable String symbol() {
        return text(55);
    }

    /** Tag 38. */
    public @Nullable Double orderQuantity() {
        return number(38);
    }

    /** Tag 132, the best price that is bid. */
    public @Nullable Double bid() {
        return number(132);
    }

    /** Tag 133, the best price that is offered. */
    public @Nullable Double offer() {
        return number(133);
    }

    /** Tag 999, added by the feeder: when it was fed, in seconds since the epoch. */
    public @Nullable Double feedTime() {
        return number(999);
    }

    /**
     * Tag 60, of the shape {@code 20151204-14:30:00.000}; null when missing.
     *
     * @throws PoisonException when it has another shape
     */
    public @Nullable LocalDateTime transactTime() {
        String value = text(60);
        try {
            return value == null ? null : LocalDateTime.parse(value, TIME);
        } catch (DateTimeException e) {
            throw new PoisonException("field 60 is not a time such as 20151204-14:30:00.000: '" + value + "'", e);
        }
    }
}
