package io.millrace.sql.exec.stage;

import io.millrace.sql.plan.Plan.WindowSpec;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TimeUnit;
import io.millrace.sql.type.TypeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Where windows begin and end, in ticks of a time column. Windows up to an hour long lie on multiples of the slide
 * since the epoch; days, weeks (from Monday), months, quarters and years follow the calendar of the zone.
 */
abstract sealed class WindowGrid {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Start of the latest window that begins at or before a time. */
    abstract long floor(long time);

    /** Start of the window before the one that starts there. */
    abstract long previous(long start);

    /** End of the window that starts there. */
    abstract long end(long start);

    static WindowGrid of(WindowSpec spec, DataType timeType) {
        int precision = timeType.kind() == TypeKind.DATETIME64 ? timeType.precision() : 0;
        long ticksPerSecond = 1;
        for (int i = 0; i < precision; i++) {
            ticksPerSecond *= 10;
        }
        String zoneName = spec.zone();
        ZoneId zone = zoneName == null ? ZoneOffset.UTC : ZoneId.of(zoneName);
        boolean utc = zone.normalized().equals(ZoneOffset.UTC);
        boolean fixed = !spec.slideUnit().isCalendar() && !spec.sizeUnit().isCalendar();
        if (fixed && (utc || spec.slideUnit().nanos() < TimeUnit.DAY.nanos())) {
            long slide = ticks(spec.slide(), spec.slideUnit(), ticksPerSecond);
            long size = ticks(spec.size(), spec.sizeUnit(), ticksPerSecond);
            // the epoch was a Thursday: weeks begin four days later
            long origin = spec.slideUnit() == TimeUnit.WEEK ? 4 * 86_400 * ticksPerSecond : 0;
            return new Fixed(slide, size, origin);
        }
        return new Calendar(spec, zone, ticksPerSecond);
    }

    /** Length of a fixed unit in ticks. */
    private static long ticks(long count, TimeUnit unit, long ticksPerSecond) {
        long nanosPerTick = NANOS_PER_SECOND / ticksPerSecond;
        return Math.multiplyExact(count, unit.nanos() / Math.min(unit.nanos(), nanosPerTick))
                / Math.max(1, nanosPerTick / Math.min(unit.nanos(), nanosPerTick));
    }

    private static final class Fixed extends WindowGrid {

        private final long slide;
        private final long size;
        private final long origin;

        Fixed(long slide, long size, long origin) {
            if (slide < 1 || size < 1) {
                throw new IllegalArgumentException("a window is at least one tick long");
            }
            this.slide = slide;
            this.size = size;
            this.origin = origin;
        }

        @Override
        long floor(long time) {
            return time - Math.floorMod(time - origin, slide);
        }

        @Override
        long previous(long start) {
            return start - slide;
        }

        @Override
        long end(long start) {
            return start + size;
        }
    }

    private static final class Calendar extends WindowGrid {

        private static final LocalDate FIRST_MONDAY = LocalDate.of(1970, 1, 5);

        private final WindowSpec spec;
        private final ZoneId zone;
        private final long ticksPerSecond;

        Calendar(WindowSpec spec, ZoneId zone, long ticksPerSecond) {
            this.spec = spec;
            this.zone = zone;
            this.ticksPerSecond = ticksPerSecond;
        }

        @Override
        long floor(long time) {
            LocalDateTime local = local(time);
            long start = ticks(floor(local));
            // a change of the clocks at a window's edge can put the rounded time after the row
            return start > time ? previous(start) : start;
        }

        private LocalDateTime floor(LocalDateTime local) {
            TimeUnit unit = spec.slideUnit();
            LocalDate day = local.toLocalDate();
            if (unit.isCalendar()) {
                long slide = unit.months() * spec.slide();
                long months = (day.getYear() - 1970L) * 12 + day.getMonthValue() - 1;
                return LocalDate.EPOCH
                        .plusMonths(Math.floorDiv(months, slide) * slide)
                        .atStartOfDay();
            }
            if (unit == TimeUnit.WEEK || unit == TimeUnit.DAY) {
                LocalDate origin = unit == TimeUnit.WEEK ? FIRST_MONDAY : LocalDate.EPOCH;
                long slide = unit == TimeUnit.WEEK ? 7 * spec.slide() : spec.slide();
                long days = day.toEpochDay() - origin.toEpochDay();
                return origin.plusDays(Math.floorDiv(days, slide) * slide).atStartOfDay();
            }
            long slideNanos = Math.multiplyExact(spec.slide(), unit.nanos());
            Duration age = Duration.between(LocalDate.EPOCH.atStartOfDay(), local);
            long sinceEpoch = age.toNanos();
            long nanos = Math.floorDiv(sinceEpoch, slideNanos) * slideNanos;
            return LocalDateTime.ofEpochSecond(
                    Math.floorDiv(nanos, NANOS_PER_SECOND),
                    (int) Math.floorMod(nanos, NANOS_PER_SECOND),
                    ZoneOffset.UTC);
        }

        @Override
        long previous(long start) {
            return ticks(shift(local(start), -spec.slide(), spec.slideUnit()));
        }

        @Override
        long end(long start) {
            return ticks(shift(local(start), spec.size(), spec.sizeUnit()));
        }

        private static LocalDateTime shift(LocalDateTime local, long count, TimeUnit unit) {
            return switch (unit) {
                case YEAR, QUARTER, MONTH -> local.plusMonths(count * unit.months());
                case WEEK -> local.plusWeeks(count);
                case DAY -> local.plusDays(count);
                case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND ->
                    local.plusNanos(Math.multiplyExact(count, unit.nanos()));
            };
        }

        private LocalDateTime local(long time) {
            long seconds = Math.floorDiv(time, ticksPerSecond);
            long nanos = Math.floorMod(time, ticksPerSecond) * (NANOS_PER_SECOND / ticksPerSecond);
            return LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds, nanos), zone);
        }

        private long ticks(LocalDateTime local) {
            Instant instant = local.atZone(zone).toInstant();
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), ticksPerSecond),
                    instant.getNano() / (NANOS_PER_SECOND / ticksPerSecond));
        }
    }
}
