package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.integer;
import static io.millrace.ksql.function.Library.text;
import static io.millrace.ksql.function.Library.whole;

import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import org.jspecify.annotations.Nullable;

/** Functions of TIMESTAMP, in UTC unless a zone is given. */
final class TimeFunctions {

    private TimeFunctions() {}

    static void declare(Library library) {
        library.addWithContext(
                        "UNIX_TIMESTAMP() BIGINT",
                        (_, row) -> row.ticker().now().toEpochMilli())
                .add("UNIX_TIMESTAMP(TIMESTAMP) BIGINT", a -> instant(a[0]).toEpochMilli())
                .add("FROM_UNIXTIME(BIGINT) TIMESTAMP", a -> Instant.ofEpochMilli(whole(a[0])))
                .add("TIMESTAMPADD(UNIT, INTEGER, TIMESTAMP) TIMESTAMP", a -> plus(a, 1))
                .add("TIMESTAMPSUB(UNIT, INTEGER, TIMESTAMP) TIMESTAMP", a -> plus(a, -1))
                .add("CONVERT_TZ(TIMESTAMP, STRING, STRING) TIMESTAMP", TimeFunctions::convert)
                .addWithContext(
                        "FORMAT_TIMESTAMP(TIMESTAMP, STRING) STRING",
                        (a, row) -> format(instant(a[0]), a[1], "UTC", row))
                .addWithContext(
                        "FORMAT_TIMESTAMP(TIMESTAMP, STRING, STRING) STRING",
                        (a, row) -> format(instant(a[0]), a[1], text(a[2]), row))
                .addWithContext("PARSE_TIMESTAMP(STRING, STRING) TIMESTAMP", (a, row) -> parse(a, "UTC", row))
                .addWithContext(
                        "PARSE_TIMESTAMP(STRING, STRING, STRING) TIMESTAMP", (a, row) -> parse(a, text(a[2]), row))
                .addWithContext(
                        "TIMESTAMPTOSTRING(BIGINT, STRING) STRING",
                        (a, row) -> format(Instant.ofEpochMilli(whole(a[0])), a[1], "UTC", row))
                .addWithContext(
                        "TIMESTAMPTOSTRING(BIGINT, STRING, STRING) STRING",
                        (a, row) -> format(Instant.ofEpochMilli(whole(a[0])), a[1], text(a[2]), row))
                .addWithContext(
                        "STRINGTOTIMESTAMP(STRING, STRING) BIGINT",
                        (a, row) -> parse(a, "UTC", row).toEpochMilli())
                .addWithContext(
                        "STRINGTOTIMESTAMP(STRING, STRING, STRING) BIGINT",
                        (a, row) -> parse(a, text(a[2]), row).toEpochMilli());
    }

    private static Instant instant(@Nullable Object value) {
        return (Instant) Library.notNull(value);
    }

    static ChronoUnit unit(@Nullable Object name) {
        ChronoUnit unit = Overload.unit(text(name));
        if (unit == null) {
            throw new RowException("'" + name + "' is no unit of time");
        }
        return unit;
    }

    private static Instant plus(@Nullable Object[] arguments, int sign) {
        LocalDateTime time = LocalDateTime.ofInstant(instant(arguments[2]), ZoneOffset.UTC);
        return time.plus((long) sign * integer(arguments[1]), unit(arguments[0]))
                .toInstant(ZoneOffset.UTC);
    }

    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            throw new RowException("there is no time zone '" + name + "'");
        }
    }

    /** The same clock face as in the first zone, read in the second. */
    private static Instant convert(@Nullable Object[] arguments) {
        LocalDateTime there = LocalDateTime.ofInstant(instant(arguments[0]), zone(text(arguments[2])));
        LocalDateTime here = LocalDateTime.ofInstant(instant(arguments[0]), zone(text(arguments[1])));
        return instant(arguments[0]).plus(ChronoUnit.MILLIS.between(here, there), ChronoUnit.MILLIS);
    }

    static DateTimeFormatter formatter(@Nullable Object pattern, RowContext row) {
        try {
            return row.formatters().get(text(pattern));
        } catch (IllegalArgumentException e) {
            throw new RowException("'" + pattern + "' is no format of time: " + e.getMessage());
        }
    }

    private static String format(Instant instant, @Nullable Object pattern, String zone, RowContext row) {
        try {
            return formatter(pattern, row).format(instant.atZone(zone(zone)));
        } catch (DateTimeException e) {
            throw new RowException("cannot format by '" + pattern + "': " + e.getMessage());
        }
    }

    private static Instant parse(@Nullable Object[] arguments, String zone, RowContext row) {
        try {
            TemporalAccessor parsed = formatter(arguments[1], row).parse(text(arguments[0]));
            LocalDate date = LocalDate.from(parsed);
            LocalTime time = parsed.query(TemporalQueries.localTime());
            ZoneId own = parsed.query(TemporalQueries.zone());
            LocalDateTime local = time == null ? date.atStartOfDay() : date.atTime(time);
            return local.atZone(own == null ? zone(zone) : own).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw new RowException("'" + arguments[0] + "' is not of the format '" + arguments[1] + "'");
        }
    }
}
