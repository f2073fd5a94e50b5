package io.millrace.sql.function;

import io.millrace.sql.batch.LongVector;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.Texts;
import io.millrace.sql.type.TimeUnit;
import io.millrace.sql.type.TypeKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Times plus and minus intervals, and differences of times. */
final class Intervals {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private Intervals() {}

    /** The type of {@code time ± interval} or {@code time - time}; null when the arguments are neither. */
    static @Nullable DataType resultType(Arguments arguments, Arithmetic.Operation operation) {
        boolean plus = operation == Arithmetic.Operation.PLUS;
        if (!plus && operation != Arithmetic.Operation.MINUS) {
            return null;
        }
        DataType a = arguments.type(0);
        DataType b = arguments.type(1);
        if (a.kind().isTemporal() && (b.kind() == TypeKind.INTERVAL || b.kind().isInteger())) {
            return moved(a, unitOf(a, b));
        }
        if (plus && a.kind() == TypeKind.INTERVAL && b.kind().isTemporal()) {
            return moved(b, unitOf(b, a));
        }
        if (a.kind() == TypeKind.INTERVAL && b.kind() == TypeKind.INTERVAL && a.unit() == b.unit()) {
            return a;
        }
        boolean sameKind = a.kind().isTimestamp() == b.kind().isTimestamp();
        if (!plus && a.kind().isTemporal() && b.kind().isTemporal() && sameKind) {
            return a.precision() == 0 && b.precision() == 0
                    ? DataType.INT32
                    : DataType.decimal(18, Math.max(a.precision(), b.precision()));
        }
        return null;
    }

    /** A bare number counts days on dates, seconds else. */
    private static TimeUnit unitOf(DataType time, DataType step) {
        TimeUnit unit = step.unit();
        if (unit != null) {
            return unit;
        }
        return time.kind().isTimestamp() ? TimeUnit.SECOND : TimeUnit.DAY;
    }

    /** The type that holds the moved time: finer units make dates to date times, and add digits. */
    static DataType moved(DataType time, TimeUnit unit) {
        int digits = switch (unit) {
            case NANOSECOND -> 9;
            case MICROSECOND -> 6;
            case MILLISECOND -> 3;
            default -> 0;
        };
        if (digits > time.precision()) {
            return DataType.datetime64(digits, time.zone());
        }
        boolean date = !time.kind().isTimestamp();
        return date && !unit.isCalendar() && unit.nanos() < TimeUnit.DAY.nanos() ? DataType.datetime(null) : time;
    }

    static Kernel kernel(Arguments arguments, Arithmetic.Operation operation) {
        DataType a = arguments.type(0);
        DataType b = arguments.type(1);
        long sign = operation == Arithmetic.Operation.PLUS ? 1 : -1;
        if (a.kind() == TypeKind.INTERVAL && b.kind() == TypeKind.INTERVAL) {
            return (vectors, size) -> {
                long[] left = ((LongVector) vectors[0]).values;
                long[] right = ((LongVector) vectors[1]).values;
                long[] results = new long[size];
                for (int i = 0; i < size; i++) {
                    results[i] = left[i] + sign * right[i];
                }
                return new LongVector(results);
            };
        }
        if (a.kind().isTemporal() && b.kind().isTemporal()) {
            return difference(a, b);
        }
        int time = a.kind().isTemporal() ? 0 : 1;
        DataType type = arguments.type(time);
        return mover(type, unitOf(type, arguments.type(1 - time)), time, sign);
    }

    private static Kernel difference(DataType a, DataType b) {
        int precision = Math.max(a.precision(), b.precision());
        DataType type = precision == 0 ? DataType.INT32 : DataType.decimal(18, precision);
        return Kernels.rows(type, row -> {
            long left = ((Number) java.util.Objects.requireNonNull(row[0])).longValue();
            long right = ((Number) java.util.Objects.requireNonNull(row[1])).longValue();
            long ticks =
                    left * Texts.power10(precision - a.precision()) - right * Texts.power10(precision - b.precision());
            return precision == 0 ? (Object) ticks : java.math.BigDecimal.valueOf(ticks, precision);
        });
    }

    /** Moves the times at one argument by the counts at the other. */
    static Kernel mover(DataType time, TimeUnit unit, int timeIndex, long sign) {
        DataType target = moved(time, unit);
        Kernel toTarget = Casts.converter(time, target);
        ZoneId zone = Texts.zoneOf(target.zone());
        return (vectors, size) -> {
            io.millrace.sql.batch.Vector[] argument = {vectors[timeIndex]};
            long[] ticks = ((LongVector) toTarget.apply(argument, size)).values;
            long[] counts = ((LongVector) vectors[1 - timeIndex]).values;
            long[] results = new long[size];
            for (int i = 0; i < size; i++) {
                results[i] = move(ticks[i], sign * counts[i], target, unit, zone);
            }
            return new LongVector(results);
        };
    }

    /** One time, so many units later. */
    static long move(long ticks, long count, DataType type, TimeUnit unit, ZoneId zone) {
        if (!type.kind().isTimestamp()) {
            return unit.isCalendar()
                    ? LocalDate.ofEpochDay(ticks)
                            .plusMonths(count * unit.months())
                            .toEpochDay()
                    : ticks + count * (unit.nanos() / TimeUnit.DAY.nanos());
        }
        long unitTicks = Texts.power10(type.precision());
        if (unit.isCalendar()) {
            ZonedDateTime moved = Instant.ofEpochSecond(Math.floorDiv(ticks, unitTicks))
                    .atZone(zone)
                    .plusMonths(count * unit.months());
            return moved.toEpochSecond() * unitTicks + Math.floorMod(ticks, unitTicks);
        }
        long tickNanos = SECOND_NANOS / unitTicks;
        return ticks + count * (unit.nanos() / tickNanos);
    }
}
