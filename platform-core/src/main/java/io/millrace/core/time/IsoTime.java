package io.millrace.core.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/**
 * Reads times in ISO 8601, for example {@code 2025-02-04T02:00:06.419368Z}. That form, with any number of digits up to
 * nine, takes a short way; every other form of {@link DateTimeFormatter#ISO_DATE_TIME} is read too, and a blank instead
 * of the {@code T}. A time without offset is in UTC.
 */
public final class IsoTime {

    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final int SECONDS = 19;
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private IsoTime() {}

    /**
     * A time in microseconds since 1970; what is finer is left out.
     *
     * @throws DateTimeException when it is no time, or none that a long can hold
     */
    public static long micros(String text) {
        long seconds = seconds(text);
        int nanos = seconds == UNKNOWN ? -1 : nanos(text);
        if (nanos >= 0) {
            return seconds * 1_000_000 + nanos / 1_000;
        }
        Instant time = otherForm(text);
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
        } catch (ArithmeticException e) {
            throw new DateTimeException("too far from 1970: " + text, e);
        }
    }

    /**
     * A time with all of its digits.
     *
     * @throws DateTimeException when it is no time
     */
    public static Instant instant(String text) {
        long seconds = seconds(text);
        int nanos = seconds == UNKNOWN ? -1 : nanos(text);
        return nanos >= 0 ? Instant.ofEpochSecond(seconds, nanos) : otherForm(text);
    }

    private static Instant otherForm(String text) {
        String iso =
                text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime there
                ? there.toInstant()
                : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
    }

    /** Whole seconds since 1970 of {@code 2025-02-04T02:00:06}, which something follows. */
    private static long seconds(String text) {
        if (text.length() <= SECONDS
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return UNKNOWN;
        }
        int century = two(text, 0);
        int year = two(text, 2);
        int month = two(text, 5);
        int day = two(text, 8);
        int hour = two(text, 11);
        int minute = two(text, 14);
        int second = two(text, 17);
        // one is negative when any is
        if ((century | year | month | day | hour | minute | second) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > DAYS[month - 1]
                || hour > 23
                || minute > 59
                || second > 59) {
            return UNKNOWN;
        }
        year += century * 100;
        if (month == 2 && day == 29 && !leap(year)) {
            return UNKNOWN;
        }
        return ((epochDay(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    }

    private static boolean leap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Counts in years that begin in March, so that a leap day is the last of its year. */
    private static long epochDay(int year, int month, int day) {
        int years = month < 3 ? year - 1 : year;
        int months = month < 3 ? month + 9 : month - 3;
        long leapDays = (long) Math.floorDiv(years, 4) - Math.floorDiv(years, 100) + Math.floorDiv(years, 400);
        return years * 365L + leapDays + (months * 153L + 2) / 5 + day - 1 - 719_468;
    }

    /** The fraction in nanoseconds; -1 when what follows the seconds is not a fraction, or none, and a Z. */
    private static int nanos(String text) {
        int end = text.length() - 1;
        if (text.charAt(end) != 'Z') {
            return -1;
        }
        if (end == SECONDS) {
            return 0;
        }
        int digits = end - SECONDS - 1;
        if (text.charAt(SECONDS) != '.' || digits < 1 || digits > 9) {
            return -1;
        }
        int nanos = 0;
        for (int i = SECONDS + 1; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            nanos = nanos * 10 + digit;
        }
        for (int i = digits; i < 9; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Two digits as a number; negative when they are none. */
    private static int two(String text, int at) {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
