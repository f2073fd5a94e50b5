package io.millrace.pipeline.app;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.live.ServedPipeline;
import io.millrace.pipeline.statistics.Element;
import io.millrace.pipeline.statistics.ElementStatistics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The counts of one instance for its hundreds of meters: taken once for all that are read within a tenth of a second,
 * so that what one scrape sees of an element adds up.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class InstanceCounts {

    private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();

    private final ServedPipeline pipeline;
    private final String instanceId;
    private final Ticker ticker;
    private Map<Element, ElementStatistics> seen = Map.of();
    private long seenNanos;

    InstanceCounts(ServedPipeline pipeline, String instanceId, Ticker ticker) {
        this.pipeline = pipeline;
        this.instanceId = instanceId;
        this.ticker = ticker;
    }

    /** The counts of all elements as of now. */
    List<ElementStatistics> now() {
        return pipeline.statistics(instanceId);
    }

    /** A value of an element as of the last tenth of a second; not a number when it is gone. */
    double of(Element element, ToDoubleFunction<ElementStatistics> value) {
        ElementStatistics statistics = recent().get(element);
        return statistics == null ? Double.NaN : value.applyAsDouble(statistics);
    }

    private synchronized Map<Element, ElementStatistics> recent() {
        long now = ticker.nanos();
        if (seen.isEmpty() || now - seenNanos > FRESH_NANOS) {
            Map<Element, ElementStatistics> fresh = new HashMap<>();
            now().forEach(one -> fresh.put(one.element(), one));
            seen = fresh;
            seenNanos = now;
        }
        return seen;
    }
}
