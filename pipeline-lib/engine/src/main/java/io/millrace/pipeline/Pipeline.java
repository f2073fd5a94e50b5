package io.millrace.pipeline;

import io.millrace.core.time.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * Controllers one after the other, as a template: packages go into its instances, each of which has module objects,
 * queues and orders of its own.
 *
 * <p><b>Threading:</b> thread-safe.
 *
 * @param <T> the data of a package
 */
public final class Pipeline<T> implements AutoCloseable {

    private final String id;
    private final String name;
    private final List<Controller<T>> controllers;

    Pipeline(
            String id,
            String name,
            List<Controller<T>> controllers,
            ToLongFunction<? super T> sizer,
            UnaryOperator<T> copier,
            PipelineObserver<T> observer,
            Ticker ticker) {
        this.id = id;
        this.name = name;
        this.controllers = List.copyOf(controllers);
        if (this.controllers.isEmpty()) {
            throw new IllegalArgumentException("pipeline '" + name + "' has no controller");
        }
    }

    /** Builds one. */
    public static <T> PipelineBuilder<T> builder() {
        return new PipelineBuilder<>();
    }

    /** {@code P-<uuid>}. */
    public String id() {
        return id;
    }

    /** Its name; the identifier unless it was given one. */
    public String name() {
        return name;
    }

    /** Its controllers, in the order in which packages come to them. */
    public List<Controller<T>> controllers() {
        return controllers;
    }

    /**
     * Makes an instance: module objects of its own, initialised.
     *
     * @throws io.millrace.core.failure.FatalException when a module cannot be initialised; those before it are closed
     */
    public PipelineInstance<T> register() {
        throw new UnsupportedOperationException();
    }

    /** The instance of that identifier; empty when there is none. */
    public Optional<PipelineInstance<T>> instance(String instanceId) {
        throw new UnsupportedOperationException();
    }

    /** All instances, in order of registration. */
    public List<PipelineInstance<T>> instances() {
        throw new UnsupportedOperationException();
    }

    /**
     * Closes an instance as {@link PipelineInstance#close} does.
     *
     * @throws io.millrace.core.failure.InvalidRequestException {@code Instance ID not found}
     */
    public void unregister(String instanceId) {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives a package to an instance.
     *
     * @throws io.millrace.core.failure.InvalidRequestException {@code Instance ID not found}
     */
    public DataPackage<T> execute(T data, String instanceId, Callbacks<T> callbacks) {
        throw new UnsupportedOperationException();
    }

    /** Closes all instances. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
