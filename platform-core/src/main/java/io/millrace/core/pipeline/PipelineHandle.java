package io.millrace.core.pipeline;

/**
 * A started pipeline.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public interface PipelineHandle extends AutoCloseable {

    String name();

    /** What it does now. */
    PipelineState state();

    /** Waits until it is over and returns the last state. */
    PipelineState await() throws InterruptedException;

    /**
     * Stops polling, finishes and commits the batch in flight, closes sink then source. After the grace period it
     * interrupts the pipeline and closes the source from here; it returns at most a second later in any case.
     * Idempotent.
     */
    @Override
    void close();
}
