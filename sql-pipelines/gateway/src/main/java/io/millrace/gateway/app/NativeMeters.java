package io.millrace.gateway.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.flow.Overflow;
import io.millrace.sql.wire.NativeListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the endpoint of the native protocol does. */
final class NativeMeters implements NativeListener {

    private final MeterRegistry registry;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final Counter queries;
    private final Counter rowsOut;
    private final Counter bytesOut;
    private final Counter rowsIn;
    private final Counter refused;

    NativeMeters(MeterRegistry registry) {
        this.registry = registry;
        gauge(NativeMeter.CONNECTIONS, connections);
        gauge(NativeMeter.QUERIES_ACTIVE, running);
        this.queries = counter(NativeMeter.QUERIES, Tags.empty());
        this.rowsOut = counter(NativeMeter.ROWS_OUT, Tags.empty());
        this.bytesOut = counter(NativeMeter.BYTES_OUT, Tags.empty());
        this.rowsIn = counter(NativeMeter.ROWS_IN, Tags.empty());
        this.refused = counter(NativeMeter.REFUSED, Tags.empty());
    }

    @Override
    public void connected() {
        connections.incrementAndGet();
    }

    @Override
    public void disconnected() {
        connections.decrementAndGet();
    }

    @Override
    public void refused() {
        refused.increment();
    }

    @Override
    public void queryBegan() {
        queries.increment();
        running.incrementAndGet();
    }

    @Override
    public void queryEnded() {
        running.decrementAndGet();
    }

    @Override
    public void sent(int rows) {
        rowsOut.increment(rows);
    }

    @Override
    public void sentBytes(int bytes) {
        bytesOut.increment(bytes);
    }

    @Override
    public void inserted(int rows) {
        rowsIn.increment(rows);
    }

    @Override
    public void dropped(Overflow policy, long rows) {
        counter(NativeMeter.ROWS_DROPPED, Tags.of("overflow", policy.text())).increment((double) rows);
    }

    @Override
    public void exception(int code) {
        counter(NativeMeter.EXCEPTIONS, Tags.of("code", Integer.toString(code))).increment();
    }

    private Counter counter(NativeMeter meter, Tags tags) {
        Counter.Builder builder =
                Counter.builder(meter.meter()).description(meter.description()).tags(tags);
        return (meter.unit().isEmpty() ? builder : builder.baseUnit(meter.unit())).register(registry);
    }

    private void gauge(NativeMeter meter, AtomicInteger value) {
        Gauge.builder(meter.meter(), value, AtomicInteger::get)
                .description(meter.description())
                .register(registry);
    }
}
