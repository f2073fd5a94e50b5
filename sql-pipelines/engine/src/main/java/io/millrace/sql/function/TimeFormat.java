package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** A format of percent letters, as MySQL and ClickHouse have them. */
final class TimeFormat {

    private static final String LETTERS = "YymdeHhIiMsSfFTDRjuwVGaWbpQnt%z";

    private final String format;

    TimeFormat(String format) {
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) == '%' && (++i >= format.length() || LETTERS.indexOf(format.charAt(i)) < 0)) {
                throw SqlException.of(
                        SqlException.Code.BAD_ARGUMENTS,
                        "format_datetime: no meaning for '%"
                                + (i < format.length() ? String.valueOf(format.charAt(i)) : "") + "' in '" + format
                                + "'");
            }
        }
        this.format = format;
    }

    String format(ZonedDateTime time) {
        StringBuilder text = new StringBuilder(format.length() + 16);
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%') {
                append(text, format.charAt(++i), time);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, char letter, ZonedDateTime time) {
        switch (letter) {
            case 'Y' -> number(text, time.getYear(), 4);
            case 'y' -> number(text, time.getYear() % 100, 2);
            case 'm' -> number(text, time.getMonthValue(), 2);
            case 'd' -> number(text, time.getDayOfMonth(), 2);
            case 'e' -> text.append(String.format("%2d", time.getDayOfMonth()));
            case 'H' -> number(text, time.getHour(), 2);
            case 'h', 'I' -> number(text, time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2);
            case 'i' -> number(text, time.getMinute(), 2);
            case 'M' -> text.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 's', 'S' -> number(text, time.getSecond(), 2);
            case 'f' -> number(text, time.get(ChronoField.MICRO_OF_SECOND), 6);
            case 'F' -> text.append(time.toLocalDate());
            case 'j' -> number(text, time.getDayOfYear(), 3);
            case 'u' -> text.append(time.getDayOfWeek().getValue());
            case 'w' -> text.append(time.getDayOfWeek().getValue() % 7);
            case 'V' -> number(text, time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
            case 'G' -> number(text, time.get(IsoFields.WEEK_BASED_YEAR), 4);
            case 'a' -> text.append(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'W' -> text.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'b' -> text.append(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
            case 'p' -> text.append(time.getHour() < 12 ? "AM" : "PM");
            case 'Q' -> text.append(time.get(IsoFields.QUARTER_OF_YEAR));
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'z' ->
                text.append(
                        time.getOffset().getTotalSeconds() == 0
                                ? "+0000"
                                : time.getOffset().getId().replace(":", ""));
            case 'T' -> several(text, "H:i:S", time);
            case 'R' -> several(text, "H:i", time);
            case 'D' -> several(text, "m/d/y", time);
            default -> text.append(letter);
        }
    }

    private static void several(StringBuilder text, String letters, ZonedDateTime time) {
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (Character.isLetter(letter)) {
                append(text, letter, time);
            } else {
                text.append(letter);
            }
        }
    }

    private static void number(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        text.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
