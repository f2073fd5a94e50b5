package io.millrace.mq.worker;

import io.millrace.core.Operator;
import io.millrace.core.Sink;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.NodeStatistics;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** A node that puts the lines of files on a queue, and ends when the files do. */
public final class Feeder {

    private static final PipelineSettings SETTINGS = new PipelineSettings(
            FailurePolicy.SKIP,
            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 0.2),
            Duration.ofMillis(200),
            Duration.ofSeconds(5));

    private Feeder() {}

    /**
     * Starts feeding and returns at once. A line that does not fit a datagram is left out and logged; a queue that
     * cannot be reached is tried again.
     *
     * @param name for logs and the thread, unique in the process
     * @param settled whether all that was sent has been handled, asked before the next of sequential files
     */
    public static PipelineHandle start(
            String name,
            FeedSettings settings,
            Sink<String> output,
            NodeStatistics statistics,
            BooleanSupplier settled,
            Ticker ticker) {
        PipelineRunner runner = new PipelineRunner(ticker, new RefusalLog(), RandomGenerator.getDefault());
        return runner.start(Pipeline.of(
                        name,
                        new FeedSource(settings, statistics, settled, ticker),
                        Operator.<String>identity(),
                        output)
                .with(SETTINGS));
    }
}
