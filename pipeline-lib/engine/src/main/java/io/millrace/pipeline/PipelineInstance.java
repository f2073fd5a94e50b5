package io.millrace.pipeline;

import io.millrace.pipeline.flow.Flow;
import io.millrace.pipeline.run.ModuleSet;
import io.millrace.pipeline.statistics.ElementStatistics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A pipeline at work.
 *
 * <p><b>Threading:</b> thread-safe. {@link Callbacks} says on which threads callbacks run.
 *
 * <p><b>Blocking:</b> {@code execute} returns at once, unless the first controller's policy is to block and its queue
 * is full, or the instance is paused and its queue is full.
 *
 * @param <T> the data of a package
 */
public final class PipelineInstance<T> implements AutoCloseable {

    private final Pipeline<T> pipeline;
    private final String id;
    private final Flow<T> flow;
    private final ModuleSet<T> modules;

    PipelineInstance(Pipeline<T> pipeline, String id, Flow<T> flow, ModuleSet<T> modules) {
        this.pipeline = pipeline;
        this.id = id;
        this.flow = flow;
        this.modules = modules;
    }

    /** {@code PI-<uuid>}. */
    public String id() {
        return id;
    }

    /** The pipeline that it is an instance of. */
    public Pipeline<T> pipeline() {
        return pipeline;
    }

    /** Gives it a package; exactly one of the callbacks is called at its end. */
    public DataPackage<T> execute(T data, Callbacks<T> callbacks) {
        return flow.execute(data, ExecuteOptions.DEFAULT, callbacks);
    }

    /**
     * Gives it a package with a key, a priority or a deadline.
     *
     * @throws io.millrace.core.failure.TransientException when the instance is draining or closed
     */
    public DataPackage<T> execute(T data, ExecuteOptions options, Callbacks<T> callbacks) {
        return flow.execute(data, options, callbacks);
    }

    /** Gives it a package; completes with it at its end, whichever that is, and never exceptionally. */
    public CompletionStage<DataPackage<T>> execute(T data) {
        return execute(data, ExecuteOptions.DEFAULT);
    }

    /** The same with options. */
    public CompletionStage<DataPackage<T>> execute(T data, ExecuteOptions options) {
        CompletableFuture<DataPackage<T>> end = new CompletableFuture<>();
        flow.execute(data, options, Callbacks.onEnd(end::complete));
        return end;
    }

    /** No worker takes another package until {@link #resume}; queues fill and overflow as their policy says. */
    public void pause() {
        flow.pause(true);
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        flow.pause(false);
    }

    /** Whether it is paused. */
    public boolean paused() {
        return flow.paused();
    }

    /**
     * Takes no more packages and waits for those within it.
     *
     * @return whether all had ended within the timeout
     */
    public boolean drain(Duration timeout) throws InterruptedException {
        return flow.drain(timeout);
    }

    /**
     * Puts another implementation in the place of the module of the same identifier. Packages within the old one finish
     * there, and it is closed after the last of them; packages that come later get the new one. None is lost.
     *
     * @throws io.millrace.core.failure.InvalidRequestException when there is no module of that identifier
     * @throws io.millrace.core.failure.FatalException when the new one cannot be initialised; the old one stays
     */
    public void swap(PipelineModule<T> module) {
        modules.swap(module);
    }

    /** The counts of the instance and of each controller, phase and module in it, in that order, outermost first. */
    public List<ElementStatistics> statistics() {
        return flow.statistics();
    }

    /**
     * Ends it: packages that wait end with an error, those being worked on are interrupted and end with an error; each
     * still gets its callback. The modules are closed.
     */
    @Override
    public void close() {
        pipeline.forget(id);
        flow.close();
    }
}
