package io.millrace.ksql.expr;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Formats from patterns: those of DateTimeFormatter, in English; what a pattern leaves out is the start of its unit.
 */
final class TimeFormats {

    private TimeFormats() {}

    static DateTimeFormatter of(String pattern) {
        DateTimeFormatterBuilder builder =
                new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
        boolean year = pattern.indexOf('y') >= 0 || pattern.indexOf('u') >= 0;
        if (!year) {
            builder.parseDefaulting(ChronoField.YEAR, 1970);
        } else if (pattern.indexOf('y') >= 0 && pattern.indexOf('G') < 0) {
            builder.parseDefaulting(ChronoField.ERA, 1);
        }
        if (pattern.indexOf('D') < 0) {
            defaults(builder, pattern);
        }
        return builder.toFormatter(Locale.ENGLISH);
    }

    private static void defaults(DateTimeFormatterBuilder builder, String pattern) {
        if (pattern.indexOf('M') < 0 && pattern.indexOf('L') < 0) {
            builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
        }
        if (pattern.indexOf('d') < 0) {
            builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
        }
    }
}
