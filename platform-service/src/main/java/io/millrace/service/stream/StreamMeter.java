package io.millrace.service.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The meters of streams to clients. */
public enum StreamMeter {
    /** Readers that are connected or connecting, of all streams. */
    READERS("stream.readers", null, "readers connected or connecting"),
    /** Rows written to sockets; tags {@code stream}, {@code format}. */
    ROWS("stream.rows", null, "rows written to readers"),
    /** Bytes written to sockets, before TLS; tags {@code stream}, {@code format}. */
    BYTES("stream.bytes", "bytes", "bytes written to readers, before TLS and HTTP chunk heads"),
    /** Rows that readers missed because they were slow; tags {@code stream}, {@code format}, {@code overflow}. */
    DROPPED("stream.dropped", null, "rows that slow readers missed"),
    /** Requests for streams that were refused because of a limit on readers. */
    REFUSED("stream.refused", null, "readers refused because of a limit");

    private final String meter;
    private final @Nullable String unit;
    private final String description;

    StreamMeter(String meter, @Nullable String unit, String description) {
        this.meter = meter;
        this.unit = unit;
        this.description = description;
    }

    /** The name as meters are named here: {@code stream.rows}. */
    public String meter() {
        return meter;
    }

    /** What it counts, for documentation. */
    public String description() {
        return description;
    }

    Counter counter(MeterRegistry registry, Tags tags) {
        return Counter.builder(meter)
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    void gauge(MeterRegistry registry, AtomicInteger value) {
        Gauge.builder(meter, value, AtomicInteger::get).description(description).register(registry);
    }
}
