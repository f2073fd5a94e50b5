package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.integer;
import static io.millrace.ksql.function.Library.text;
import static io.millrace.ksql.function.TimeFunctions.formatter;
import static io.millrace.ksql.function.TimeFunctions.unit;

import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Functions of DATE and TIME. */
final class DateFunctions {

    private DateFunctions() {}

    static void declare(Library library) {
        library.addWithContext("UNIX_DATE() INTEGER", (_, row) -> today(row))
                .add("UNIX_DATE(DATE) INTEGER", a -> (int) date(a[0]).toEpochDay())
                .add("FROM_DAYS(INTEGER) DATE", a -> LocalDate.ofEpochDay(integer(a[0])))
                .add("DATEADD(UNIT, INTEGER, DATE) DATE", a -> date(a[2]).plus(integer(a[1]), unit(a[0])))
                .add("DATESUB(UNIT, INTEGER, DATE) DATE", a -> date(a[2]).minus(integer(a[1]), unit(a[0])))
                .add("TIMEADD(UNIT, INTEGER, TIME) TIME", a -> time(a[2]).plus(integer(a[1]), unit(a[0])))
                .add("TIMESUB(UNIT, INTEGER, TIME) TIME", a -> time(a[2]).minus(integer(a[1]), unit(a[0])))
                .addWithContext("FORMAT_DATE(DATE, STRING) STRING", (a, row) -> format(date(a[0]), a[1], row))
                .addWithContext("FORMAT_TIME(TIME, STRING) STRING", (a, row) -> format(time(a[0]), a[1], row))
                .addWithContext("PARSE_DATE(STRING, STRING) DATE", (a, row) -> parsedDate(a, row))
                .addWithContext("PARSE_TIME(STRING, STRING) TIME", (a, row) -> parsedTime(a, row))
                .addWithContext(
                        "DATETOSTRING(INTEGER, STRING) STRING",
                        (a, row) -> format(LocalDate.ofEpochDay(integer(a[0])), a[1], row))
                .addWithContext("STRINGTODATE(STRING, STRING) INTEGER", (a, row) ->
                        (int) parsedDate(a, row).toEpochDay());
    }

    private static int today(RowContext row) {
        return (int) LocalDate.ofInstant(row.ticker().now(), ZoneOffset.UTC).toEpochDay();
    }

    private static LocalDate date(@Nullable Object value) {
        return (LocalDate) Library.notNull(value);
    }

    private static LocalTime time(@Nullable Object value) {
        return (LocalTime) Library.notNull(value);
    }

    private static String format(TemporalAccessor value, @Nullable Object pattern, RowContext row) {
        try {
            return formatter(pattern, row).format(value);
        } catch (DateTimeException e) {
            throw new RowException("cannot format by '" + pattern + "': " + e.getMessage());
        }
    }

    private static LocalDate parsedDate(@Nullable Object[] arguments, RowContext row) {
        try {
            return LocalDate.from(formatter(arguments[1], row).parse(text(arguments[0])));
        } catch (DateTimeException e) {
            throw new RowException("'" + arguments[0] + "' is not of the format '" + arguments[1] + "'");
        }
    }

    private static LocalTime parsedTime(@Nullable Object[] arguments, RowContext row) {
        try {
            return LocalTime.from(formatter(arguments[1], row).parse(text(arguments[0])));
        } catch (DateTimeException e) {
            throw new RowException("'" + arguments[0] + "' is not of the format '" + arguments[1] + "'");
        }
    }
}
