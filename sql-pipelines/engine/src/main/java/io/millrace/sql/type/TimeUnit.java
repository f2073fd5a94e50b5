package io.millrace.sql.type;

import java.util.Locale;
import java.util.Optional;

/** Units of intervals and windows, as in {@code 5s}, {@code interval 5 second}. */
public enum TimeUnit {
    NANOSECOND("ns", 1L),
    MICROSECOND("us", 1_000L),
    MILLISECOND("ms", 1_000_000L),
    SECOND("s", 1_000_000_000L),
    MINUTE("m", 60_000_000_000L),
    HOUR("h", 3_600_000_000_000L),
    DAY("d", 86_400_000_000_000L),
    WEEK("w", 604_800_000_000_000L),
    /** Calendar months: no fixed length. */
    MONTH("M", 0),
    QUARTER("q", 0),
    YEAR("y", 0);

    private final String suffix;
    private final long nanos;

    TimeUnit(String suffix, long nanos) {
        this.suffix = suffix;
        this.nanos = nanos;
    }

    /** The suffix of a short literal; only {@code M} and {@code m} differ by case. */
    public String suffix() {
        return suffix;
    }

    /** Length in nanoseconds; 0 for the calendar units. */
    public long nanos() {
        return nanos;
    }

    /** True for month, quarter and year. */
    public boolean isCalendar() {
        return nanos == 0;
    }

    /** Months in a calendar unit; 0 for the others. */
    public int months() {
        return switch (this) {
            case MONTH -> 1;
            case QUARTER -> 3;
            case YEAR -> 12;
            default -> 0;
        };
    }

    /** The unit with that literal suffix. */
    public static Optional<TimeUnit> ofSuffix(String suffix) {
        for (TimeUnit unit : values()) {
            if (unit.suffix.equals(suffix)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /** The unit with that name, singular or plural, in any case: {@code second}, {@code SECONDS}. */
    public static Optional<TimeUnit> ofName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (TimeUnit unit : values()) {
            if (upper.equals(unit.name()) || upper.equals(unit.name() + "S")) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }
}
