package io.millrace.core.meter;

import java.util.Locale;

/**
 * A meter as it is documented; implemented by an enum per module. Names are lower-case dotted nouns in base units,
 * without the unit.
 */
public interface MeterName {

    /** What a meter measures with. */
    enum Kind {
        /** Only grows. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Counts and sums durations. */
        TIMER,
        /** Counts and sums amounts. */
        SUMMARY
    }

    /** All that is documented about it. */
    MeterSpec spec();

    /** {@code pipeline.records.read}. */
    default String meter() {
        return spec().meter();
    }

    /** What it measures with. */
    default Kind kind() {
        return spec().kind();
    }

    /** The base unit: {@code seconds}, {@code bytes}; empty when it counts things. */
    default String unit() {
        return spec().unit();
    }

    /** One sentence without full stop. */
    default String description() {
        return spec().description();
    }

    /** Names of tags: {@code pipeline, reason}; empty when there are none. */
    default String tags() {
        return spec().tags();
    }

    /** The name of its first series at {@code /q/metrics}: {@code pipeline_records_read_total}. */
    default String prometheus() {
        String base = meter().replace('.', '_') + (unit().isEmpty() ? "" : "_" + unit());
        return switch (kind()) {
            case COUNTER -> base + "_total";
            case GAUGE -> base;
            case TIMER, SUMMARY -> base + "_count";
        };
    }

    /** The kind in lower case. */
    default String kindText() {
        return kind().name().toLowerCase(Locale.ROOT);
    }
}
