package io.millrace.pipeline.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.live.ServedListener;
import io.millrace.pipeline.live.ServedPipeline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Binds the meters of instances as they come and removes them as they go; passes on packages that ended. */
final class InstanceMeters implements ServedListener {

    private final MeterRegistry registry;
    private final Ticker ticker;
    private final Map<String, ElementMeters> bound = new ConcurrentHashMap<>();
    private volatile BiConsumer<String, DataPackage<Object>> results = (_, _) -> {};

    InstanceMeters(MeterRegistry registry, Ticker ticker) {
        this.registry = registry;
        this.ticker = ticker;
    }

    /** Who hears of packages that ended, by the name of their pipeline; must not block. */
    void results(BiConsumer<String, DataPackage<Object>> consumer) {
        results = consumer;
    }

    /** How many instances there are. */
    int instances() {
        return bound.size();
    }

    @Override
    public void registered(ServedPipeline pipeline, String instanceId) {
        bound.put(
                instanceId,
                ElementMeters.bind(registry, new InstanceCounts(pipeline, instanceId, ticker), pipeline.controllers()));
    }

    @Override
    public void unregistered(ServedPipeline pipeline, String instanceId) {
        ElementMeters meters = bound.remove(instanceId);
        if (meters != null) {
            meters.close();
        }
    }

    @Override
    public void ended(String pipelineName, DataPackage<Object> ended) {
        results.accept(pipelineName, ended);
    }
}
