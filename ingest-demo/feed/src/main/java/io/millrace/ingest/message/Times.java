package io.millrace.ingest.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.DateTimeParseException;

/** Times as the exchange writes them; several times as fast as the JDK's own parser, which takes all other forms. */
final class Times {

    private static final int SECONDS_END = 19;

    private Times() {}

    /**
     * Reads a time.
     *
     * @throws DateTimeParseException when it is none in ISO 8601 with zone
     */
    static Instant parse(String text) {
        int length = text.length();
        if (length < SECONDS_END + 1
                || length > SECONDS_END + 11
                || text.charAt(length - 1) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return Instant.parse(text);
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        int nanos = nanos(text, length);
        boolean plain = year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= Month.of(month).maxLength() - (month == 2 ? 1 : 0);
        if (!plain || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || nanos < 0) {
            return Instant.parse(text);
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second, nanos);
    }

    private static int nanos(String text, int length) {
        if (length == SECONDS_END + 1) {
            return 0;
        }
        int digits = length - SECONDS_END - 2;
        int fraction = text.charAt(SECONDS_END) == '.' && digits > 0 ? number(text, SECONDS_END + 1, length - 1) : -1;
        for (int i = digits; i < 9 && fraction > 0; i++) {
            fraction *= 10;
        }
        return fraction;
    }

    /** Negative when there is something else than digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
