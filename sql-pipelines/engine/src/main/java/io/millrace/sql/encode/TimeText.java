package io.millrace.sql.encode;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/** Dates and timestamps as Python's {@code str} gives them: {@code 2024-01-23 02:50:37.798000+00:00}. */
final class TimeText {

    /** Longest text, of the year -292277022656, with quotes. */
    static final int MAX_BYTES = 48;

    private static final int MICRO_DIGITS = 6;

    private final ZoneRules rules;
    private final int precision;
    private final long ticksPerSecond;

    private long second = Long.MIN_VALUE;

    /** The text of {@link #second} up to its seconds, and its offset. */
    private final byte[] dateTime = new byte[MAX_BYTES];

    private int dateTimeLength;
    private final byte[] offset = new byte[16];
    private int offsetLength;

    /**
     * @param precision fraction digits of the ticks, 0 to 9
     * @param zone null for UTC
     */
    TimeText(int precision, @Nullable String zone) {
        this.rules = (zone == null ? ZoneOffset.UTC : ZoneId.of(zone)).getRules();
        this.precision = precision;
        this.ticksPerSecond = powerOf10(precision);
    }

    /** Writes a timestamp without quotes: microseconds when they are not zero, always the offset. */
    int write(byte[] bytes, int position, long ticks) {
        long newSecond = Math.floorDiv(ticks, ticksPerSecond);
        if (newSecond != second || dateTimeLength == 0) {
            prepare(newSecond);
        }
        int length = dateTimeLength;
        System.arraycopy(dateTime, 0, bytes, position, length);
        int at = position + length;
        long fraction = ticks - newSecond * ticksPerSecond;
        long micros = precision <= MICRO_DIGITS
                ? fraction * powerOf10(MICRO_DIGITS - precision)
                : fraction / powerOf10(precision - MICRO_DIGITS);
        if (micros != 0) {
            bytes[at] = '.';
            at = IntegerText.digits(bytes, at + 1, micros, MICRO_DIGITS);
        }
        System.arraycopy(offset, 0, bytes, at, offsetLength);
        return at + offsetLength;
    }

    private void prepare(long newSecond) {
        // beyond what java.time knows the clock still runs, in the zone's last offset
        long known = Math.clamp(newSecond, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
        int seconds = rules.getOffset(Instant.ofEpochSecond(known)).getTotalSeconds();
        LocalDateTime local = LocalDateTime.ofEpochSecond(
                Math.clamp(known, -31_557_014_135_596_799L, 31_556_889_832_780_799L),
                0,
                ZoneOffset.ofTotalSeconds(seconds));
        int at = date(dateTime, 0, local.toLocalDate());
        dateTime[at] = ' ';
        at = clock(dateTime, at + 1, local.getHour(), local.getMinute());
        dateTime[at] = ':';
        dateTimeLength = IntegerText.digits(dateTime, at + 1, local.getSecond(), 2);

        offset[0] = (byte) (seconds < 0 ? '-' : '+');
        int magnitude = Math.abs(seconds);
        offsetLength = clock(offset, 1, magnitude / 3600, magnitude / 60 % 60);
        if (magnitude % 60 != 0) {
            offset[offsetLength] = ':';
            offsetLength = IntegerText.digits(offset, offsetLength + 1, magnitude % 60, 2);
        }
        second = newSecond;
    }

    private static int clock(byte[] bytes, int position, int hours, int minutes) {
        int at = IntegerText.digits(bytes, position, hours, 2);
        bytes[at] = ':';
        return IntegerText.digits(bytes, at + 1, minutes, 2);
    }

    /** Writes a day without quotes: {@code 2024-01-23}. */
    static int writeDate(byte[] bytes, int position, long epochDay) {
        return date(
                bytes,
                position,
                LocalDate.ofEpochDay(Math.clamp(epochDay, LocalDate.MIN.toEpochDay(), LocalDate.MAX.toEpochDay())));
    }

    private static int date(byte[] bytes, int position, LocalDate date) {
        int at = position;
        int year = date.getYear();
        if (year < 0) {
            bytes[at++] = '-';
        }
        int magnitude = Math.abs(year);
        at = IntegerText.digits(bytes, at, magnitude, Math.max(4, IntegerText.length(magnitude)));
        bytes[at] = '-';
        at = IntegerText.digits(bytes, at + 1, date.getMonthValue(), 2);
        bytes[at] = '-';
        return IntegerText.digits(bytes, at + 1, date.getDayOfMonth(), 2);
    }

    private static long powerOf10(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
