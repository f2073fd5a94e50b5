package io.millrace.vehicles.app;

import io.millrace.connector.mqtt.MqttSource;
import io.millrace.core.Operator;
import io.millrace.core.Source;
import io.millrace.core.failure.StreamException;
import io.millrace.core.meter.MicrometerListener;
import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.feed.DeadLetterRecords;
import io.millrace.vehicles.feed.HfpOperators;
import io.millrace.vehicles.hfp.HfpParser;
import io.millrace.vehicles.hfp.Region;
import io.millrace.vehicles.live.BoardSink;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The pipelines of the service. Without Kafka: {@code positions} from MQTT to the board. With Kafka: {@code raw} from
 * MQTT to a topic, what is no HFP to another with the reason; {@code positions} from there to the board; and, where
 * there is a Redis, {@code locations} from the table's topic into it. A {@code fleet} publishes to a broker in this
 * process.
 */
final class VehicleFeed implements AutoCloseable {

    private static final PipelineSettings SKIP = PipelineSettings.DEFAULT.with(FailurePolicy.SKIP);

    private final VehiclesConfig config;
    private final LocalEngines engines;
    private final BoardSink sink;
    private final MicrometerListener meters;
    private final PipelineRunner runner;
    private final Ticker ticker;
    private final HfpParser parser = new HfpParser(Region.FINLAND);
    private final List<PipelineHandle> running = new ArrayList<>();

    VehicleFeed(VehiclesConfig config, LocalEngines engines, BoardSink sink, MicrometerListener meters, Ticker ticker) {
        this.config = config;
        this.engines = engines;
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
            MqttSource<byte[]> all = parts.all(broker);
            meters.watch("raw", all.queue());
            run(Pipeline.of(
                            "raw",
                            all,
                            HfpOperators.validated(parser),
                            parts.topic(kafka, config.kafka().raw()))
                    .withDeadLetters(DeadLetterRecords.sink(
                            parts.topic(kafka, config.kafka().dead()))));
            board(parts.raw(kafka));
            locations(parts, kafka);
        }
        if (simulated()) {
            run(Pipeline.of("fleet", parts.fleet(), Operator.<byte[]>identity(), parts.toBroker(broker))
                    .with(SKIP));
        }
    }

    private void board(Source<byte[]> from) {
        run(Pipeline.of("positions", from, HfpOperators.positions(parser), sink).with(SKIP));
    }

    private void locations(FeedParts parts, String kafka) {
        String redis = engines.redis();
        if (redis != null) {
            run(Pipeline.of("locations", parts.current(kafka), Operator.<String>identity(), parts.keys(redis))
                    .with(SKIP));
        }
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
        for (PipelineHandle handle : running) {
            String wrong = wrong(handle);
            if (!wrong.isEmpty()) {
                return wrong;
            }
        }
        return simulated() ? "running, simulated" : "running";
    }

    /** Whether a pipeline has given up. */
    synchronized boolean failed() {
        return running.stream().anyMatch(handle -> handle.state() instanceof PipelineState.Failed);
    }

    private static String wrong(PipelineHandle handle) {
        return switch (handle.state()) {
            case PipelineState.Running _ -> "";
            case PipelineState.Starting _ -> handle.name() + " starting";
            case PipelineState.BackingOff backing -> handle.name() + " waiting: " + reason(backing.cause());
            case PipelineState.Stopped _ -> handle.name() + " stopped";
            case PipelineState.Failed failed -> handle.name() + " failed: " + reason(failed.cause());
        };
    }

    private static String reason(StreamException cause) {
        return cause.reason().toLowerCase(Locale.ROOT);
    }

    /** What sends stops before what takes it. */
    @Override
    public synchronized void close() {
        running.reversed().forEach(PipelineHandle::close);
    }
}
