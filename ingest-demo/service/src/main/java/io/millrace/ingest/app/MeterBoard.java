package io.millrace.ingest.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;

/**
 * Series whose values are set together, again and again. A series that is not set in a round is removed, so that what
 * is gone, a pipeline or a state, is not shown for ever. For one thread.
 */
final class MeterBoard {

    private final MeterRegistry registry;
    private final Map<Key, Series> all = new HashMap<>();
    private long round;

    private record Key(IngestMeter meter, Tags tags) {}

    private static final class Series {
        private volatile double value;
        private long round;
        private Meter meter;

        @SuppressWarnings("NullAway.Init") // registered right after
        Series() {}

        double value() {
            return value;
        }
    }

    MeterBoard(MeterRegistry registry) {
        this.registry = registry;
    }

    void begin() {
        round++;
    }

    /** A count: exact up to 2^53. */
    void set(IngestMeter meter, Tags tags, long value) {
        set(meter, tags, (double) value);
    }

    void set(IngestMeter meter, Tags tags, double value) {
        Series series = all.computeIfAbsent(new Key(meter, tags), this::register);
        series.value = value;
        series.round = round;
    }

    private Series register(Key key) {
        Series series = new Series();
        series.meter = switch (key.meter().kind()) {
            case COUNTER ->
                FunctionCounter.builder(key.meter().meter(), series, Series::value)
                        .tags(key.tags())
                        .description(key.meter().description())
                        .register(registry);
            case GAUGE ->
                Gauge.builder(key.meter().meter(), series, Series::value)
                        .tags(key.tags())
                        .description(key.meter().description())
                        .baseUnit(
                                key.meter().unit().isEmpty()
                                        ? null
                                        : key.meter().unit())
                        .register(registry);
            case TIMER, SUMMARY -> throw new IllegalArgumentException(key.meter() + " is not set");
        };
        return series;
    }

    void end() {
        all.values().removeIf(series -> {
            boolean gone = series.round != round;
            if (gone) {
                registry.remove(series.meter);
            }
            return gone;
        });
    }
}
