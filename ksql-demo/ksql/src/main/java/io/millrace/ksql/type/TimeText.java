package io.millrace.ksql.type;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Points in time as texts: {@code 2022-05-01T13:00:00.250}, in UTC, the time or parts of it may be missing, a zone may
 * follow.
 */
public final class TimeText {

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.HOUR_OF_DAY, 2)
            .appendLiteral(':')
            .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
            .optionalStart()
            .appendLiteral(':')
            .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private TimeText() {}

    public static String of(Instant instant) {
        return SHOWN.format(instant);
    }

    public static String of(LocalTime time) {
        return time.toString();
    }

    /**
     * A point in time.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static Instant instant(String text) {
        String trimmed = text.strip();
        try {
            int split = Math.max(trimmed.indexOf('T'), trimmed.indexOf(' '));
            if (split < 0) {
                return day(trimmed).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            LocalDate day = day(trimmed.substring(0, split));
            String rest = trimmed.substring(split + 1);
            int zone = zoneAt(rest);
            LocalTime time = zone == 0 ? LocalTime.MIDNIGHT : clock(rest.substring(0, zone));
            ZoneId zoneId = zone == rest.length()
                    ? ZoneOffset.UTC
                    : ZoneId.of(rest.substring(zone).strip());
            return LocalDateTime.of(day, time).atZone(zoneId).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw unreadable(text, "TIMESTAMP such as 2022-05-01T13:00:00.250");
        }
    }

    /** Where the time ends and a zone begins. */
    private static int zoneAt(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (!(c >= '0' && c <= '9') && c != ':' && c != '.') {
                return i;
            }
        }
        return rest.length();
    }

    /** A year, a month or a day. */
    private static LocalDate day(String text) {
        return switch (text.length()) {
            case 4 -> LocalDate.parse(text + "-01-01");
            case 7 -> LocalDate.parse(text + "-01");
            default -> LocalDate.parse(text);
        };
    }

    private static LocalTime clock(String text) {
        return text.length() == 2 ? LocalTime.parse(text + ":00", TIME) : LocalTime.parse(text, TIME);
    }

    /** A day; throws IllegalArgumentException when the text is none. */
    public static LocalDate date(String text) {
        try {
            return day(text.strip());
        } catch (DateTimeException e) {
            throw unreadable(text, "DATE such as 2022-05-01");
        }
    }

    /** A time of day; throws IllegalArgumentException when the text is none. */
    public static LocalTime time(String text) {
        try {
            return clock(text.strip()).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw unreadable(text, "TIME such as 13:00:00");
        }
    }

    private static IllegalArgumentException unreadable(String text, String what) {
        return new IllegalArgumentException("'" + text + "' is no " + what);
    }
}
