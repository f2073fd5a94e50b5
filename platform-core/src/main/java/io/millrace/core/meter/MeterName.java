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

    /** {@code pipeline.records.read}. */
    String meter();

    Kind kind();

    /** The base unit: {@code seconds}, {@code bytes}; empty when it counts things. */
    String unit();

    /** One sentence without full stop. */
    String description();

    /** Names of tags: {@code pipeline, reason}; empty when there are none. */
    String tags();

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
