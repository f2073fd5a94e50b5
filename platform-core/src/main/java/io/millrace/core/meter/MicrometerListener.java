package io.millrace.core.meter;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.core.flow.QueueSource;
import io.millrace.core.pipeline.PipelineEvent;
import io.millrace.core.pipeline.PipelineListener;
import io.millrace.core.pipeline.PipelinePart;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import java.util.concurrent.ConcurrentHashMap;

/** Feeds the meters of {@link MeterNames} from what pipelines tell. */
public final class MicrometerListener implements PipelineListener {

    private final MeterRegistry registry;
    private final Ticker ticker;
    private final ConcurrentHashMap<String, PipelineMeters> pipelines = new ConcurrentHashMap<>();

    public MicrometerListener(MeterRegistry registry, Ticker ticker) {
        this.registry = requireNonNull(registry, "registry is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
    }

    @Override
    public void on(PipelineEvent event) {
        PipelineMeters meters = of(event.pipeline());
        switch (event) {
            case PipelineEvent.StateChanged changed -> meters.running(changed.state() instanceof PipelineState.Running);
            case PipelineEvent.Polled polled -> meters.polled(polled.records(), polled.time());
            case PipelineEvent.Written written -> meters.written(written.records(), written.newest(), written.time());
            case PipelineEvent.CallFailed failed -> meters.failed(failed.part() == PipelinePart.SOURCE, failed.time());
            case PipelineEvent.Rejected rejected ->
                meters.rejected(rejected.part().text());
            case PipelineEvent.Restarting restarting ->
                meters.restarted(restarting.part().text());
        }
    }

    private PipelineMeters of(String pipeline) {
        return pipelines.computeIfAbsent(pipeline, name -> new PipelineMeters(name, registry, ticker));
    }

    /** Adds the queue meters of a pipeline. */
    public void watch(String pipeline, QueueSource<?> queue) {
        Tags tags = Tags.of(
                "pipeline", pipeline, "overflow", queue.settings().overflow().text());
        of(pipeline)
                .add(Gauge.builder(MeterNames.QUEUE_DEPTH.meter(), queue, QueueSource::depth)
                        .description(MeterNames.QUEUE_DEPTH.description())
                        .tags(tags)
                        .strongReference(true)
                        .register(registry));
        of(pipeline)
                .add(Gauge.builder(
                                MeterNames.QUEUE_CAPACITY.meter(),
                                queue,
                                q -> q.settings().capacity())
                        .description(MeterNames.QUEUE_CAPACITY.description())
                        .tags(tags)
                        .strongReference(true)
                        .register(registry));
        of(pipeline)
                .add(FunctionCounter.builder(MeterNames.QUEUE_DROPPED.meter(), queue, QueueSource::dropped)
                        .description(MeterNames.QUEUE_DROPPED.description())
                        .tags(tags)
                        .register(registry));
    }

    /** Removes the meters of a pipeline that will not come back. */
    public void forget(String pipeline) {
        PipelineMeters meters = pipelines.remove(pipeline);
        if (meters != null) {
            meters.remove();
        }
    }
}
