package io.millrace.mq.worker;

import io.millrace.core.Operator;
import io.millrace.core.Source;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.pipeline.FailurePolicy;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.pipeline.PipelineSettings;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** A sink that pulls from a queue. */
public final class QueueReader {

    private static final PipelineSettings SETTINGS = new PipelineSettings(
            FailurePolicy.SKIP,
            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5), 0.2),
            Duration.ofMillis(200),
            Duration.ofSeconds(5));

    private QueueReader() {}

    /**
     * Starts pulling and returns at once.
     *
     * @param name for logs and the thread, unique in the process
     */
    public static PipelineHandle start(String name, Source<String> source, Arrivals arrivals, Ticker ticker) {
        PipelineRunner runner = new PipelineRunner(ticker, new RefusalLog(), RandomGenerator.getDefault());
        return runner.start(Pipeline.of(name, source, Operator.<String>identity(), new ArrivalsSink(arrivals))
                .with(SETTINGS));
    }
}
