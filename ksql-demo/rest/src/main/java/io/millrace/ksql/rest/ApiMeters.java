package io.millrace.ksql.rest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.core.time.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the API does. Thread-safe. */
final class ApiMeters {

    final AtomicInteger pushQueries = new AtomicInteger();
    final Counter pulled;
    final Counter pushed;
    final Counter remote;
    final Counter inserted;
    final Counter refused;
    final Counter stalled;
    private final MeterRegistry registry;
    private final Ticker ticker;
    private final Map<Answered, Timer> requests = new ConcurrentHashMap<>();

    private record Answered(String path, int status) {}

    ApiMeters(MeterRegistry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
        this.pulled = counter(KsqlApiMeter.ROWS, "kind", "pull");
        this.pushed = counter(KsqlApiMeter.ROWS, "kind", "push");
        this.remote = counter(KsqlApiMeter.ROWS, "kind", "internal");
        this.inserted = counter(KsqlApiMeter.INSERTS, "outcome", "ok");
        this.refused = counter(KsqlApiMeter.INSERTS, "outcome", "error");
        this.stalled = Counter.builder(KsqlApiMeter.STALLED.meter())
                .description(KsqlApiMeter.STALLED.description())
                .register(registry);
        Gauge.builder(KsqlApiMeter.PUSH_QUERIES.meter(), pushQueries, AtomicInteger::get)
                .description(KsqlApiMeter.PUSH_QUERIES.description())
                .register(registry);
    }

    private Counter counter(KsqlApiMeter meter, String tag, String value) {
        return Counter.builder(meter.meter())
                .description(meter.description())
                .tag(tag, value)
                .register(registry);
    }

    long now() {
        return ticker.nanos();
    }

    /** A request was answered that came at a time of {@link #now}. */
    void answered(String path, int status, long since) {
        requests.computeIfAbsent(new Answered(path, status), this::timer)
                .record(ticker.nanos() - since, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Answered answered) {
        return Timer.builder(KsqlApiMeter.REQUESTS.meter())
                .description(KsqlApiMeter.REQUESTS.description())
                .tag("path", answered.path())
                .tag("status", Integer.toString(answered.status()))
                .register(registry);
    }
}
