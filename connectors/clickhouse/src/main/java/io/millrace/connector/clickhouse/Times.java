package io.millrace.connector.clickhouse;

import io.millrace.connector.clickhouse.ColumnEncoder.Misfit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Times as text of ISO 8601. */
final class Times {

    private static final String RIGHT = "a time such as 2025-02-04T02:00:06.419368Z";
    private static final long DAY_SECONDS = 86_400;

    private Times() {}

    /**
     * Ticks since 1970.
     *
     * @param precision digits of a second's fraction, 0 to 9; further digits are cut off
     */
    static long ticks(Object value, int precision) {
        if (!(value instanceof String text)) {
            throw new Misfit(RIGHT);
        }
        return isPlain(text) ? plain(text, precision) : ticks(parsed(text), precision);
    }

    /** Days since 1970, of a date or the date of a time in UTC. */
    static long days(Object value) {
        if (value instanceof String text && text.length() == 10) {
            try {
                return LocalDate.parse(text).toEpochDay();
            } catch (DateTimeException e) {
                throw new Misfit("a date such as 2025-02-04");
            }
        }
        return Math.floorDiv(ticks(value, 0), DAY_SECONDS);
    }

    private static Instant parsed(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Misfit(RIGHT);
        }
    }

    private static long ticks(Instant time, int precision) {
        long ticks = 1;
        for (int i = 0; i < precision; i++) {
            ticks *= 10;
        }
        try {
            return Math.addExact(
                    Math.multiplyExact(time.getEpochSecond(), ticks), time.getNano() / (1_000_000_000L / ticks));
        } catch (ArithmeticException e) {
            throw new Misfit(RIGHT);
        }
    }

    /** {@code yyyy-MM-ddTHH:mm:ss[.f]Z} of up to nine digits f, by its punctuation; its digits are looked at later. */
    private static boolean isPlain(String text) {
        int length = text.length();
        if (length < 20 || length > 30 || length == 21) {
            return false;
        }
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (text.charAt(10) == 'T' || text.charAt(10) == ' ')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(length - 1) == 'Z'
                && (length == 20 || text.charAt(19) == '.');
    }

    private static long plain(String text, int precision) {
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            throw new Misfit(RIGHT);
        }
        long ticks;
        try {
            ticks = LocalDate.of(year, month, day).toEpochDay() * DAY_SECONDS + hour * 3600L + minute * 60L + second;
        } catch (DateTimeException e) {
            throw new Misfit(RIGHT);
        }
        int places = Math.max(0, text.length() - 21);
        int fraction = digits(text, Math.min(20, text.length() - 1), text.length() - 1);
        for (int i = precision; i < places; i++) {
            fraction /= 10;
        }
        for (int i = 0; i < precision; i++) {
            ticks *= 10;
        }
        for (int i = places; i < precision; i++) {
            fraction *= 10;
        }
        return ticks + fraction;
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new Misfit(RIGHT);
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
