package io.millrace.mq.worker;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.pipeline.PipelineState;
import io.millrace.core.time.Ticker;
import io.millrace.mq.function.MessageFunction;
import io.millrace.mq.statistics.NodeStatistics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A running node that pulls messages, applies a function and sends the results on.
 *
 * <p><b>Delivery:</b> that of its source: with leases a message is acknowledged when its results are stored, so none is
 * lost, and one whose lease ran out meanwhile is handled twice.
 *
 * <p><b>Failure:</b> a message whose function throws goes to the dead letters with the reason, or without a place for
 * them to the log; the worker goes on. An output that cannot be reached is tried again, with up to 5 s between.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class Worker implements AutoCloseable {

    private static final PipelineSettings SETTINGS = new PipelineSettings(
            FailurePolicy.SKIP,
            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5), 0.2),
            Duration.ofMillis(200),
            Duration.ofSeconds(5));

    private final PipelineHandle pipeline;
    private final NodeStatistics statistics;
    private final LongAdder refused;

    private Worker(PipelineHandle pipeline, NodeStatistics statistics, LongAdder refused) {
        this.pipeline = pipeline;
        this.statistics = statistics;
        this.refused = refused;
    }

    /**
     * What a worker is made of.
     *
     * @param name for logs and the thread, unique in the process
     * @param deadLetters takes refused messages with the reason; null when they are only logged
     * @param rate most messages per second; 0 for no limit
     */
    public record Parts(
            String name,
            Source<String> input,
            MessageFunction function,
            List<Sink<String>> outputs,
            @Nullable Sink<DeadLetter> deadLetters,
            NodeStatistics statistics,
            double rate) {}

    /** Starts a worker and returns at once. */
    public static Worker start(Parts parts, Ticker ticker) {
        LongAdder refused = new LongAdder();
        StepMeter meter = new StepMeter(parts.statistics(), ticker);
        Pipeline<String, RoutedMessage> pipeline = Pipeline.of(
                        parts.name(),
                        new MeteredSource(parts.input(), meter),
                        new FunctionOperator(
                                parts.function(), meter, Pace.of(parts.rate(), Duration.ZERO, ticker), refused),
                        new RoutingSink(parts.outputs()))
                .with(SETTINGS);
        Sink<DeadLetter> letters = parts.deadLetters();
        PipelineRunner runner = new PipelineRunner(ticker, new RefusalLog(), RandomGenerator.getDefault());
        return new Worker(
                runner.start(letters == null ? pipeline : pipeline.withDeadLetters(letters)),
                parts.statistics(),
                refused);
    }

    /** What it does now. */
    public PipelineState state() {
        return pipeline.state();
    }

    /** Messages whose function threw. */
    public long refused() {
        return refused.sum();
    }

    /** What it counts. */
    public NodeStatistics statistics() {
        return statistics;
    }

    /** Waits until it is over. */
    public PipelineState await() throws InterruptedException {
        return pipeline.await();
    }

    /** Finishes what is in flight, for at most 6 s. */
    @Override
    public void close() {
        pipeline.close();
    }
}
