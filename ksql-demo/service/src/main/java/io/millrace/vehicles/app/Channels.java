package io.millrace.vehicles.app;

import io.millrace.core.Operator;
import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.meter.MicrometerListener;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * The ends of channels that are sources and sinks of the core. Each end is a pipeline, so that retries with backoff,
 * meters and states are those of every other pipeline.
 */
final class Channels implements HealthReporter, AutoCloseable {

    private static final PipelineSettings SKIP = PipelineSettings.DEFAULT.with(FailurePolicy.SKIP);

    private final PipelineRunner runner;
    private final List<PipelineHandle> inbound = new ArrayList<>();
    private final List<PipelineHandle> outbound = new ArrayList<>();
    private boolean closed;

    Channels(MicrometerListener meters, Ticker ticker) {
        this.runner = new PipelineRunner(ticker, meters, new SecureRandom());
    }

    /** The messages of an incoming channel; its source is opened when somebody subscribes. */
    <T> Multi<Message<RecordBatch<T>>> from(String name, Source<T> source) {
        ChannelSink<T> entrance = new ChannelSink<>(name);
        return entrance.messages()
                .onSubscription()
                .invoke(() -> run(
                        inbound,
                        Pipeline.of(name, source, Operator.<T>identity(), entrance)
                                .with(SKIP)));
    }

    /**
     * Takes the messages of an outgoing channel to a sink.
     *
     * @param letters where records go that the sink can never take; null to leave them out, which is counted
     */
    <T> Flow.Subscriber<Message<RecordBatch<T>>> to(String name, Sink<T> sink, @Nullable Sink<DeadLetter> letters) {
        ChannelSource<T> exit = new ChannelSource<>();
        Pipeline<T, T> plain = Pipeline.of(name, exit, Operator.<T>identity(), sink);
        run(outbound, letters == null ? plain.with(SKIP) : plain.withDeadLetters(letters));
        return exit;
    }

    private synchronized void run(List<PipelineHandle> handles, Pipeline<?, ?> pipeline) {
        if (!closed) {
            handles.add(runner.start(pipeline));
        }
    }

    /** The pipelines there are, what takes from outside first. */
    synchronized List<PipelineHandle> handles() {
        List<PipelineHandle> all = new ArrayList<>(inbound);
        all.addAll(outbound);
        return all;
    }

    /** Ready is what waits for its broker too: the service answers meanwhile, and says how old its answers are. */
    @Override
    public HealthReport getReadiness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        for (PipelineHandle handle : handles()) {
            PipelineState state = handle.state();
            report.add(handle.name(), !(state instanceof PipelineState.Failed), PipelineTexts.text(state));
        }
        return report.build();
    }

    /** Takes nothing more from outside, waits until what was taken is stored, then closes the far ends. */
    @Override
    public void close() {
        List<PipelineHandle> closing;
        synchronized (this) {
            closed = true;
            closing = handles();
        }
        closing.forEach(PipelineHandle::close);
    }
}
