package io.millrace.ksql.format;

import io.millrace.ksql.type.SqlType.Scalar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/**
 * Points in time as numbers: TIMESTAMP in milliseconds and DATE in days since 1970, TIME in milliseconds of the day.
 */
final class Times {

    static final long NANOS_PER_MILLI = 1_000_000;

    private Times() {}

    static long number(Object value) {
        return switch (value) {
            case Instant instant -> instant.toEpochMilli();
            case LocalDate date -> date.toEpochDay();
            case LocalTime time -> time.toNanoOfDay() / NANOS_PER_MILLI;
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }

    static Object value(long number, Scalar type) {
        try {
            return switch (type) {
                case TIMESTAMP -> Instant.ofEpochMilli(number);
                case DATE -> LocalDate.ofEpochDay(number);
                case TIME -> LocalTime.ofNanoOfDay(Math.multiplyExact(number, NANOS_PER_MILLI));
                default -> throw new IllegalArgumentException(type.text());
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw new FormatException(number + " is no " + type.text(), e);
        }
    }
}
