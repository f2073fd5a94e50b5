package io.millrace.vehicles.app;

import io.millrace.connector.mqtt.MqttSource;
import io.millrace.core.Operator;
import io.millrace.core.Source;
import io.millrace.core.meter.MicrometerListener;
import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.feed.HfpOperators;
import io.millrace.vehicles.hfp.HfpParser;
import io.millrace.vehicles.hfp.Region;
import io.millrace.vehicles.live.BoardSink;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * What the board shows: {@code positions} from the topic that the channels fill, or from MQTT where there is no Kafka.
 * And a {@code fleet} that publishes to a broker in this process. It tells how channels and pipelines are doing.
 */
final class VehicleFeed implements AutoCloseable {

    private static final PipelineSettings SKIP = PipelineSettings.DEFAULT.with(FailurePolicy.SKIP);

    private final VehiclesConfig config;
    private final LocalEngines engines;
    private final Channels channels;
    private final BoardSink sink;
    private final MicrometerListener meters;
    private final PipelineRunner runner;
    private final Ticker ticker;
    private final HfpParser parser = new HfpParser(Region.FINLAND);
    private final List<PipelineHandle> running = new ArrayList<>();

    VehicleFeed(
            VehiclesConfig config,
            LocalEngines engines,
            Channels channels,
            BoardSink sink,
            MicrometerListener meters,
            Ticker ticker) {
        this.config = config;
        this.engines = engines;
        this.channels = channels;
        this.sink = sink;
        this.meters = meters;
        this.runner = new PipelineRunner(ticker, meters, new SecureRandom());
        this.ticker = ticker;
    }

    synchronized void start() {
        String broker = engines.mqtt();
        if (broker == null) {
            return;
        }
        FeedParts parts = new FeedParts(config, ticker);
        String kafka = engines.kafka();
        if (kafka == null) {
            MqttSource<byte[]> latest = parts.latest(broker);
            meters.watch("positions", latest.queue());
            board(latest);
        } else {
            board(parts.raw(kafka));
        }
        if (simulated()) {
            run(Pipeline.of("fleet", parts.fleet(), Operator.<byte[]>identity(), parts.toBroker(broker))
                    .with(SKIP));
        }
    }

    private void board(Source<byte[]> from) {
        run(Pipeline.of("positions", from, HfpOperators.positions(parser), sink).with(SKIP));
    }

    private <I, O> void run(Pipeline<I, O> pipeline) {
        running.add(runner.start(pipeline));
    }

    private boolean simulated() {
        return config.mqtt().server().isEmpty() && config.simulator().vehicles() > 0;
    }

    /** How it is doing: {@code running}, or what is wrong with the first pipeline that is not. */
    synchronized String state() {
        if (running.isEmpty()) {
            return "off";
        }
        for (PipelineHandle handle : all()) {
            if (!(handle.state() instanceof PipelineState.Running)) {
                return handle.name() + " " + PipelineTexts.text(handle.state());
            }
        }
        return simulated() ? "running, simulated" : "running";
    }

    /** Whether a pipeline has given up. */
    synchronized boolean failed() {
        return all().stream().anyMatch(handle -> handle.state() instanceof PipelineState.Failed);
    }

    private List<PipelineHandle> all() {
        List<PipelineHandle> all = new ArrayList<>(channels.handles());
        all.addAll(running);
        return all;
    }

    /** What sends stops before what takes it. */
    @Override
    public synchronized void close() {
        running.reversed().forEach(PipelineHandle::close);
    }
}
