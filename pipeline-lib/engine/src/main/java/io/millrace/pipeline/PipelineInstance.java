package io.millrace.pipeline;

import io.millrace.pipeline.statistics.ElementStatistics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A pipeline at work.
 *
 * <p><b>Threading:</b> thread-safe. Callbacks run on threads of the pipeline.
 *
 * <p><b>Blocking:</b> {@code execute} returns at once, unless the first controller's policy is to block and its queue
 * is full, or the instance is paused and its queue is full.
 *
 * @param <T> the data of a package
 */
public final class PipelineInstance<T> implements AutoCloseable {

    PipelineInstance() {}

    /** {@code PI-<uuid>}. */
    public String id() {
        throw new UnsupportedOperationException();
    }

    /** The pipeline that it is an instance of. */
    public Pipeline<T> pipeline() {
        throw new UnsupportedOperationException();
    }

    /** Gives it a package; exactly one of the callbacks is called at its end. */
    public DataPackage<T> execute(T data, Callbacks<T> callbacks) {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives it a package with a key, a priority or a deadline.
     *
     * @throws io.millrace.core.failure.TransientException when the instance is draining or closed
     */
    public DataPackage<T> execute(T data, ExecuteOptions options, Callbacks<T> callbacks) {
        throw new UnsupportedOperationException();
    }

    /** Gives it a package; completes with it at its end, whichever that is, and never exceptionally. */
    public CompletionStage<DataPackage<T>> execute(T data) {
        throw new UnsupportedOperationException();
    }

    /** The same with options. */
    public CompletionStage<DataPackage<T>> execute(T data, ExecuteOptions options) {
        throw new UnsupportedOperationException();
    }

    /** No worker takes another package until {@link #resume}; queues fill and overflow as their policy says. */
    public void pause() {
        throw new UnsupportedOperationException();
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        throw new UnsupportedOperationException();
    }

    /** Whether it is paused. */
    public boolean paused() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes no more packages and waits for those within it.
     *
     * @return whether all had ended within the timeout
     */
    public boolean drain(Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts another implementation in the place of the module of the same identifier. Packages within the old one finish
     * there, and it is closed after the last of them; packages that come later get the new one. None is lost.
     *
     * @throws io.millrace.core.failure.InvalidRequestException when there is no module of that identifier
     * @throws io.millrace.core.failure.FatalException when the new one cannot be initialised; the old one stays
     */
    public void swap(PipelineModule<T> module) {
        throw new UnsupportedOperationException();
    }

    /** The counts of the instance and of each controller, phase and module in it, in that order, outermost first. */
    public List<ElementStatistics> statistics() {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends it: packages that wait end with an error, those being worked on are interrupted and end with an error; each
     * still gets its callback. The modules are closed.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
