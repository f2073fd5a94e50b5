package io.millrace.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.millrace.core.time.Ticker;
import java.util.random.RandomGenerator;

/**
 * Starts pipelines, each on a virtual thread of its own named {@code pipeline-<name>}.
 *
 * <p>The loop is poll, process, write, commit, with at most one batch in flight. On a {@code TransientException} the
 * part that threw it is reopened after a backoff; a batch that was polled is kept and written again. A
 * {@code PoisonException} from a batch makes the sink get it record by record, so that exactly the bad record goes to
 * the {@link FailurePolicy}. Anything that is not a {@code StreamException} is a bug, and fatal.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class PipelineRunner {

    /** The name of the pipeline on whose thread the code runs; in the log context it is {@code pipeline}. */
    public static final ScopedValue<String> PIPELINE = ScopedValue.newInstance();

    private final Ticker ticker;
    private final PipelineListener listener;
    private final RandomGenerator random;

    /**
     * A runner.
     *
     * @param random for the jitter of backoffs; thread-safe when more than one pipeline is started
     */
    public PipelineRunner(Ticker ticker, PipelineListener listener, RandomGenerator random) {
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.listener = requireNonNull(listener, "listener is null");
        this.random = requireNonNull(random, "random is null");
    }

    /** Starts it and returns at once. */
    public <I, O> PipelineHandle start(Pipeline<I, O> pipeline) {
        PipelineRun<I, O> run =
                new PipelineRun<>(pipeline, new PipelineWatch(pipeline.name(), listener), ticker, random);
        run.start();
        return run;
    }
}
