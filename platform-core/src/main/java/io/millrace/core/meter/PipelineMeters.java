package io.millrace.core.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one pipeline.
 *
 * <p><b>Threading:</b> fed by the pipeline's thread, read by any.
 */
final class PipelineMeters {

    private final MeterRegistry registry;
    private final Ticker ticker;
    private final Tags tags;
    private final Set<Meter> all = ConcurrentHashMap.newKeySet();
    private final Counter read;
    private final Counter written;
    private volatile boolean running;
    private volatile @Nullable Instant newest;

    PipelineMeters(String pipeline, MeterRegistry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
        this.tags = Tags.of("pipeline", pipeline);
        this.read = counter(MeterNames.RECORDS_READ, tags);
        this.written = counter(MeterNames.RECORDS_WRITTEN, tags);
        add(Gauge.builder(MeterNames.LAG.meter(), this, PipelineMeters::lag)
                .description(MeterNames.LAG.description())
                .baseUnit(MeterNames.LAG.unit())
                .tags(tags)
                .register(registry));
        add(Gauge.builder(MeterNames.RUNNING.meter(), this, meters -> meters.running ? 1 : 0)
                .description(MeterNames.RUNNING.description())
                .tags(tags)
                .register(registry));
    }

    private double lag() {
        Instant last = newest;
        return last == null ? Double.NaN : Duration.between(last, ticker.now()).toNanos() / 1e9;
    }

    void running(boolean now) {
        running = now;
    }

    void polled(int records, Duration time) {
        read.increment(records);
        timer(MeterNames.POLL, records > 0 ? "batch" : "idle").record(time);
    }

    void written(int records, Instant newestOfThem, Duration time) {
        written.increment(records);
        Instant before = newest;
        newest = before == null || newestOfThem.isAfter(before) ? newestOfThem : before;
        timer(MeterNames.WRITE, "written").record(time);
    }

    void failed(boolean poll, Duration time) {
        timer(poll ? MeterNames.POLL : MeterNames.WRITE, "failed").record(time);
    }

    void rejected(String reason) {
        counter(MeterNames.RECORDS_REJECTED, tags.and("reason", reason)).increment();
    }

    void restarted(String reason) {
        counter(MeterNames.RESTARTS, tags.and("reason", reason)).increment();
    }

    private Counter counter(MeterNames name, Tags withTags) {
        Counter counter = Counter.builder(name.meter())
                .description(name.description())
                .tags(withTags)
                .register(registry);
        add(counter);
        return counter;
    }

    private Timer timer(MeterNames name, String outcome) {
        Timer timer = Timer.builder(name.meter())
                .description(name.description())
                .tags(tags.and("outcome", outcome))
                .register(registry);
        add(timer);
        return timer;
    }

    void add(Meter meter) {
        all.add(meter);
    }

    void remove() {
        all.forEach(registry::remove);
    }
}
