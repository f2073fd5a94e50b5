package io.millrace.sql.function;

import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.Vectors;
import io.millrace.sql.type.Conversion;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Texts;
import io.millrace.sql.type.TimeUnit;
import io.millrace.sql.type.TypeKind;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.function.ToLongFunction;

/** Functions of dates and times. Without a zone all is UTC. */
final class TimeFunctions {

    private TimeFunctions() {}

    static void register(Registry registry) {
        registry.add(new Scalar(
                        "now",
                        "([zone])",
                        "The time, once per batch of rows.",
                        arguments -> DataType.datetime(CastFunctions.zone(arguments, 0)),
                        (_, type, context) -> clock(type, context))
                .arity(0, 1)
                .random());
        registry.add(new Scalar(
                        "now64",
                        "([precision = 3[, zone]])",
                        "The time with fraction, once per batch of rows.",
                        arguments -> DataType.datetime64(precision(arguments, 0), CastFunctions.zone(arguments, 1)),
                        (_, type, context) -> clock(type, context))
                .arity(0, 2)
                .random());
        registry.add(new Scalar(
                        "today",
                        "([zone])",
                        "The date.",
                        arguments -> {
                            CastFunctions.zone(arguments, 0);
                            return DataType.DATE;
                        },
                        (arguments, type, context) -> day(arguments, type, context, 0))
                .arity(0, 1)
                .random());
        registry.add(new Scalar(
                        "yesterday",
                        "([zone])",
                        "The date of the day before.",
                        arguments -> {
                            CastFunctions.zone(arguments, 0);
                            return DataType.DATE;
                        },
                        (arguments, type, context) -> day(arguments, type, context, -1))
                .arity(0, 1)
                .random());
        registry.alias("current_timestamp", "now");
        parts(registry);
        starts(registry);
        moves(registry);
        conversions(registry);
        IntervalFunctions.register(registry);
    }

    private static int precision(Arguments arguments, int index) {
        long precision = arguments.integer(index, 3);
        if (precision < 0 || precision > 9) {
            throw arguments.bad("precision must be 0 to 9, was " + precision);
        }
        return (int) precision;
    }

    private static Kernel clock(DataType type, KernelContext context) {
        return (_, size) -> {
            Instant now = context.ticker().now();
            long unit = Texts.power10(type.precision());
            long ticks = now.getEpochSecond() * unit + now.getNano() / (1_000_000_000L / unit);
            return Vectors.constant(type, ticks, size);
        };
    }

    private static Kernel day(Arguments arguments, DataType type, KernelContext context, int offset) {
        ZoneId zone = Texts.zoneOf(CastFunctions.zone(arguments, 0));
        return (_, size) -> {
            long today = context.ticker().now().atZone(zone).toLocalDate().toEpochDay();
            return Vectors.constant(type, today + offset, size);
        };
    }

    static void requireTime(Arguments arguments, int index) {
        if (!arguments.kind(index).isTemporal()) {
            throw arguments.illegal(index, "a date or time");
        }
    }

    private static void requireTimestamp(Arguments arguments, int index) {
        if (!arguments.kind(index).isTimestamp()) {
            throw arguments.illegal(index, "a datetime");
        }
    }

    /** The time of a value in a zone; dates are at midnight. */
    static ZonedDateTime zoned(long value, DataType type, ZoneId zone) {
        if (!type.kind().isTimestamp()) {
            return LocalDate.ofEpochDay(value).atStartOfDay(zone);
        }
        long unit = Texts.power10(type.precision());
        long nanos = Math.floorMod(value, unit) * (1_000_000_000L / unit);
        return Instant.ofEpochSecond(Math.floorDiv(value, unit), nanos).atZone(zone);
    }

    /** The zone written as argument, else the type's. */
    static ZoneId zoneOf(Arguments arguments, int index) {
        String written = CastFunctions.zone(arguments, index);
        return Texts.zoneOf(written != null ? written : arguments.type(0).zone());
    }

    private static void parts(Registry registry) {
        part(registry, "year", DataType.UINT16, ZonedDateTime::getYear);
        part(registry, "quarter", DataType.UINT8, time -> time.get(IsoFields.QUARTER_OF_YEAR));
        part(registry, "month", DataType.UINT8, ZonedDateTime::getMonthValue);
        part(registry, "day_of_month", DataType.UINT8, ZonedDateTime::getDayOfMonth);
        part(
                registry,
                "day_of_week",
                DataType.UINT8,
                time -> time.getDayOfWeek().getValue());
        part(registry, "day_of_year", DataType.UINT16, ZonedDateTime::getDayOfYear);
        part(registry, "hour", DataType.UINT8, ZonedDateTime::getHour);
        part(registry, "minute", DataType.UINT8, ZonedDateTime::getMinute);
        part(registry, "second", DataType.UINT8, ZonedDateTime::getSecond);
        part(registry, "millisecond", DataType.UINT16, time -> time.get(ChronoField.MILLI_OF_SECOND));
        part(registry, "iso_week", DataType.UINT8, time -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        part(registry, "yyyymm", DataType.UINT32, time -> time.getYear() * 100L + time.getMonthValue());
        part(
                registry,
                "yyyymmdd",
                DataType.UINT32,
                time -> time.getYear() * 10_000L + time.getMonthValue() * 100L + time.getDayOfMonth());
        for (String name : new String[] {"year", "quarter", "month", "hour", "minute", "second", "day_of_week"}) {
            registry.alias(name, "to_" + name);
        }
        registry.alias("day", "to_day_of_month");
        registry.alias("to_day", "to_day_of_month");
    }

    private static void part(Registry registry, String name, DataType type, ToLongFunction<ZonedDateTime> part) {
        registry.add(new Scalar(
                        "to_" + name,
                        "(time[, zone])",
                        "The " + name.replace('_', ' ') + " of a date or time.",
                        arguments -> {
                            requireTime(arguments, 0);
                            CastFunctions.zone(arguments, 1);
                            return type;
                        },
                        (arguments, _, _) -> {
                            DataType from = arguments.type(0);
                            ZoneId zone = zoneOf(arguments, 1);
                            return Kernels.longs(value -> part.applyAsLong(zoned(value, from, zone)));
                        })
                .arity(1, 2));
    }

    private static void starts(Registry registry) {
        start(registry, "second", TimeUnit.SECOND, 1);
        start(registry, "minute", TimeUnit.MINUTE, 1);
        start(registry, "five_minute", TimeUnit.MINUTE, 5);
        start(registry, "ten_minutes", TimeUnit.MINUTE, 10);
        start(registry, "fifteen_minutes", TimeUnit.MINUTE, 15);
        start(registry, "hour", TimeUnit.HOUR, 1);
        start(registry, "day", TimeUnit.DAY, 1);
        start(registry, "week", TimeUnit.WEEK, 1);
        start(registry, "month", TimeUnit.MONTH, 1);
        start(registry, "quarter", TimeUnit.QUARTER, 1);
        start(registry, "year", TimeUnit.YEAR, 1);
        registry.alias("to_monday", "to_start_of_week");
        registry.add(new Scalar(
                        "to_start_of_interval",
                        "(time, interval[, zone])",
                        "The start of the interval that the time is in; weeks start on Monday.",
                        arguments -> {
                            requireTime(arguments, 0);
                            TimeUnit unit = intervalUnit(arguments);
                            count(arguments);
                            return startType(arguments.type(0), unit, CastFunctions.zone(arguments, 2));
                        },
                        (arguments, type, _) -> aligner(
                                arguments.type(0),
                                type,
                                intervalUnit(arguments),
                                count(arguments),
                                zoneOf(arguments, 2)))
                .arity(2, 3));
        registry.add(new Scalar(
                        "date_trunc",
                        "('unit', time[, zone])",
                        "The start of the second, minute, hour, day, week, month, quarter or year.",
                        arguments -> {
                            requireTime(arguments, 1);
                            return startType(arguments.type(1), unit(arguments, 0), CastFunctions.zone(arguments, 2));
                        },
                        (arguments, type, _) -> {
                            String written = CastFunctions.zone(arguments, 2);
                            ZoneId zone = Texts.zoneOf(
                                    written != null
                                            ? written
                                            : arguments.type(1).zone());
                            Kernel aligner = aligner(arguments.type(1), type, unit(arguments, 0), 1, zone);
                            return (vectors, size) -> aligner.apply(new Vector[] {vectors[1]}, size);
                        })
                .arity(2, 3));
    }

    private static TimeUnit intervalUnit(Arguments arguments) {
        TimeUnit unit = arguments.type(1).unit();
        if (unit == null) {
            throw arguments.illegal(1, "an interval");
        }
        return unit;
    }

    private static long count(Arguments arguments) {
        if (!(arguments.literal(1) instanceof Long count) || count <= 0) {
            throw arguments.bad("the interval must be constant and positive");
        }
        return count;
    }

    static TimeUnit unit(Arguments arguments, int index) {
        String name = arguments.text(index);
        return TimeUnit.ofName(name)
                .or(() -> TimeUnit.ofSuffix(name))
                .orElseThrow(() -> arguments.bad("unknown unit '" + name + "'"));
    }

    private static void start(Registry registry, String name, TimeUnit unit, int count) {
        registry.add(new Scalar(
                        "to_start_of_" + name,
                        "(time[, zone])",
                        "The start of the " + name.replace('_', ' ') + " that the time is in.",
                        arguments -> {
                            requireTime(arguments, 0);
                            return startType(arguments.type(0), unit, CastFunctions.zone(arguments, 1));
                        },
                        (arguments, type, _) -> aligner(arguments.type(0), type, unit, count, zoneOf(arguments, 1)))
                .arity(1, 2));
    }

    /** Weeks and longer start on a date; finer intervals keep the type's precision when they need it. */
    private static DataType startType(DataType type, TimeUnit unit, @org.jspecify.annotations.Nullable String zone) {
        if (unit.isCalendar() || unit == TimeUnit.WEEK) {
            return DataType.DATE;
        }
        String kept = zone != null ? zone : type.zone();
        return unit.nanos() < TimeUnit.SECOND.nanos()
                ? DataType.datetime64(Math.max(3, type.precision()), kept)
                : DataType.datetime(kept);
    }

    private static Kernel aligner(DataType from, DataType to, TimeUnit unit, long count, ZoneId zone) {
        boolean fixed = unit.nanos() != 0
                && unit.nanos() <= TimeUnit.HOUR.nanos()
                && from.kind().isTimestamp();
        if (fixed) {
            long tickNanos = 1_000_000_000L / Texts.power10(from.precision());
            long ticks = Math.max(1, unit.nanos() / tickNanos * count);
            return Kernels.longs(
                    value -> Conversion.rescale(Math.floorDiv(value, ticks) * ticks, from.precision(), to.precision()));
        }
        return Kernels.longs(value -> {
            ZonedDateTime start = start(zoned(value, from, zone), unit, count);
            return to.kind().isTimestamp()
                    ? start.toEpochSecond() * Texts.power10(to.precision())
                    : start.toLocalDate().toEpochDay();
        });
    }

    private static ZonedDateTime start(ZonedDateTime time, TimeUnit unit, long count) {
        LocalDate date = time.toLocalDate();
        LocalDate start = switch (unit) {
            case WEEK -> weekStart(date, count);
            case MONTH, QUARTER, YEAR -> {
                long months = (date.getYear() - 1970) * 12L + date.getMonthValue() - 1;
                long size = count * unit.months();
                yield LocalDate.of(1970, 1, 1).plusMonths(Math.floorDiv(months, size) * size);
            }
            case DAY -> LocalDate.ofEpochDay(Math.floorDiv(date.toEpochDay(), count) * count);
            default -> date;
        };
        return start.atStartOfDay(time.getZone());
    }

    private static LocalDate weekStart(LocalDate date, long count) {
        LocalDate monday = date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        long weeks = Math.floorDiv(monday.toEpochDay() - 4, 7L);
        return LocalDate.ofEpochDay(4 + Math.floorDiv(weeks, count) * count * 7);
    }

    private static void moves(Registry registry) {
        registry.add(mover("date_add", "The time n units later.", 1));
        registry.add(mover("date_sub", "The time n units earlier.", -1));
        registry.alias("timestamp_add", "date_add");
        registry.alias("timestamp_sub", "date_sub");
        registry.alias("timestamp_diff", "date_diff");
        for (TimeUnit unit : TimeUnit.values()) {
            String name = unit.name().toLowerCase(java.util.Locale.ROOT) + "s";
            registry.add(shift("add_" + name, "The time n " + name + " later.", unit, 1));
            registry.add(shift("subtract_" + name, "The time n " + name + " earlier.", unit, -1));
        }
        registry.add(new Scalar(
                        "date_diff",
                        "('unit', from, to)",
                        "How many borders of the unit lie between two times.",
                        arguments -> {
                            unit(arguments, 0);
                            requireTime(arguments, 1);
                            requireTime(arguments, 2);
                            return DataType.INT64;
                        },
                        (arguments, type, _) -> {
                            TimeUnit unit = unit(arguments, 0);
                            DataType a = arguments.type(1);
                            DataType b = arguments.type(2);
                            return Kernels.rows(type, row -> borders(row[2], b, unit) - borders(row[1], a, unit));
                        })
                .arity(3, 3));
    }

    /** Number of the unit's period that a time is in. */
    private static long borders(@org.jspecify.annotations.Nullable Object value, DataType type, TimeUnit unit) {
        ZonedDateTime time = zoned(StringFunctions.number(value), type, Texts.zoneOf(type.zone()));
        long day = time.toLocalDate().toEpochDay();
        return switch (unit) {
            case YEAR -> time.getYear();
            case QUARTER -> time.getYear() * 4L + time.get(IsoFields.QUARTER_OF_YEAR);
            case MONTH -> time.getYear() * 12L + time.getMonthValue();
            case WEEK -> Math.floorDiv(day - 4, 7L);
            case DAY -> day;
            case HOUR -> Math.floorDiv(time.toEpochSecond(), 3_600L);
            case MINUTE -> Math.floorDiv(time.toEpochSecond(), 60L);
            case SECOND -> time.toEpochSecond();
            case MILLISECOND -> time.toEpochSecond() * 1_000L + time.getNano() / 1_000_000;
            case MICROSECOND -> time.toEpochSecond() * 1_000_000L + time.getNano() / 1_000;
            case NANOSECOND -> time.toEpochSecond() * 1_000_000_000L + time.getNano();
        };
    }

    private static Scalar shift(String name, String summary, TimeUnit unit, int sign) {
        return new Scalar(
                        name,
                        "(time, n)",
                        summary,
                        arguments -> {
                            requireTime(arguments, 0);
                            requireCount(arguments, 1);
                            return Intervals.moved(arguments.type(0), unit);
                        },
                        (arguments, _, _) -> Intervals.mover(arguments.type(0), unit, 0, sign))
                .arity(2, 2);
    }

    private static void requireCount(Arguments arguments, int index) {
        TypeKind kind = arguments.kind(index);
        if (!kind.isInteger() || kind.storage() != TypeKind.Storage.LONG) {
            throw arguments.illegal(index, "an integer");
        }
    }

    /** Both orders: (unit, n, time) and (time, interval). */
    private static Scalar mover(String name, String summary, int sign) {
        return new Scalar(
                        name,
                        "('unit', n, time) or (time, interval)",
                        summary,
                        arguments -> {
                            if (arguments.count() == 2) {
                                requireTime(arguments, 0);
                                return Intervals.moved(arguments.type(0), intervalUnit(arguments));
                            }
                            requireCount(arguments, 1);
                            requireTime(arguments, 2);
                            return Intervals.moved(arguments.type(2), unit(arguments, 0));
                        },
                        (arguments, _, _) -> {
                            if (arguments.count() == 2) {
                                return Intervals.mover(arguments.type(0), intervalUnit(arguments), 0, sign);
                            }
                            Kernel mover = Intervals.mover(arguments.type(2), unit(arguments, 0), 0, sign);
                            return (vectors, size) -> mover.apply(new Vector[] {vectors[2], vectors[1]}, size);
                        })
                .arity(2, 3);
    }

    private static void conversions(Registry registry) {
        unixTime(registry, "to_unix_timestamp", "Seconds since 1970.", 0);
        unixTime(registry, "to_unix_timestamp64_milli", "Milliseconds since 1970.", 3);
        unixTime(registry, "to_unix_timestamp64_micro", "Microseconds since 1970.", 6);
        unixTime(registry, "to_unix_timestamp64_nano", "Nanoseconds since 1970.", 9);
        fromUnixTime(registry, "from_unix_timestamp", "The time of seconds since 1970.", 0);
        fromUnixTime(registry, "from_unix_timestamp64_milli", "The time of milliseconds since 1970.", 3);
        fromUnixTime(registry, "from_unix_timestamp64_micro", "The time of microseconds since 1970.", 6);
        fromUnixTime(registry, "from_unix_timestamp64_nano", "The time of nanoseconds since 1970.", 9);
        registry.add(new Scalar(
                        "to_timezone",
                        "(time, 'zone')",
                        "The same time, shown in another zone.",
                        arguments -> {
                            requireTimestamp(arguments, 0);
                            arguments.text(1);
                            String zone = CastFunctions.zone(arguments, 1);
                            return arguments.kind(0) == TypeKind.DATETIME
                                    ? DataType.datetime(zone)
                                    : DataType.datetime64(arguments.type(0).precision(), zone);
                        },
                        (_, _, _) -> (vectors, _) -> vectors[0])
                .arity(2, 2));
        registry.alias("to_time_zone", "to_timezone");
        registry.add(new Scalar(
                        "format_datetime",
                        "(time, 'format'[, zone])",
                        "The time by %Y %m %d %H %i %S %f %F %T ... : see the format's letters in MySQL.",
                        arguments -> {
                            requireTime(arguments, 0);
                            new TimeFormat(arguments.text(1));
                            CastFunctions.zone(arguments, 2);
                            return DataType.STRING;
                        },
                        (arguments, type, _) -> {
                            TimeFormat format = new TimeFormat(arguments.text(1));
                            ZoneId zone = zoneOf(arguments, 2);
                            DataType from = arguments.type(0);
                            return Kernels.rows(
                                    type, row -> format.format(zoned(StringFunctions.number(row[0]), from, zone)));
                        })
                .arity(2, 3));
    }

    private static void unixTime(Registry registry, String name, String summary, int digits) {
        registry.add(new Scalar(
                        name,
                        "(time)",
                        summary,
                        arguments -> {
                            requireTime(arguments, 0);
                            return DataType.INT64;
                        },
                        (arguments, _, _) -> {
                            DataType from = arguments.type(0);
                            Kernel ticks = Casts.converter(from, DataType.datetime64(digits, null));
                            return (vectors, size) -> new LongVector(((LongVector) ticks.apply(vectors, size)).values);
                        })
                .arity(1, 1));
    }

    private static void fromUnixTime(Registry registry, String name, String summary, int digits) {
        registry.add(new Scalar(
                        name,
                        "(n[, zone])",
                        summary,
                        arguments -> {
                            requireCount(arguments, 0);
                            String zone = CastFunctions.zone(arguments, 1);
                            return digits == 0 ? DataType.datetime(zone) : DataType.datetime64(digits, zone);
                        },
                        (_, _, _) -> (vectors, _) -> vectors[0])
                .arity(1, 2));
    }
}
