package io.millrace.service.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.meter.MeterName;
import io.millrace.core.meter.MeterSpec;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of streams to clients. */
public enum StreamMeter implements MeterName {
    READERS("stream.readers", Kind.GAUGE, "", "Readers connected or connecting", ""),
    ROWS("stream.rows", Kind.COUNTER, "", "Rows written to readers", "stream, format"),
    BYTES(
            "stream.bytes",
            Kind.COUNTER,
            "bytes",
            "Bytes written to readers, before TLS and the heads of HTTP chunks",
            "stream, format"),
    DROPPED("stream.dropped", Kind.COUNTER, "", "Rows that slow readers missed", "stream, format, overflow"),
    REFUSED("stream.refused", Kind.COUNTER, "", "Readers refused because of a limit", "");

    private final MeterSpec spec;

    StreamMeter(String meter, Kind kind, String unit, String description, String tags) {
        this.spec = new MeterSpec(meter, kind, unit, description, tags);
    }

    @Override
    public MeterSpec spec() {
        return spec;
    }

    Counter counter(MeterRegistry registry, Tags values) {
        return Counter.builder(meter())
                .baseUnit(unit().isEmpty() ? null : unit())
                .description(description())
                .tags(values)
                .register(registry);
    }

    void gauge(MeterRegistry registry, AtomicInteger value) {
        Gauge.builder(meter(), value, AtomicInteger::get)
                .description(description())
                .register(registry);
    }
}
