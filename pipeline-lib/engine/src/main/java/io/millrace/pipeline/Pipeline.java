package io.millrace.pipeline;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.data.Identifiers;
import io.millrace.pipeline.flow.Flow;
import io.millrace.pipeline.run.ModuleSet;
import io.millrace.pipeline.run.PipelineNames;
import io.millrace.pipeline.run.RunClock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final ToLongFunction<? super T> sizer;
    private final UnaryOperator<T> copier;
    private final PipelineObserver<T> observer;
    private final Ticker ticker;
    private final Map<String, PipelineInstance<T>> instances = Collections.synchronizedMap(new LinkedHashMap<>());

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
        this.sizer = sizer;
        this.copier = copier;
        this.observer = observer;
        this.ticker = ticker;
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
        PipelineNames names = new PipelineNames(id, name, Identifiers.next("PI-"));
        RunClock clock = new RunClock(ticker);
        ModuleSet<T> modules = ModuleSet.open(names, controllers, copier, clock);
        Flow<T> flow = new Flow<>(names, controllers, clock, sizer, observer, modules);
        PipelineInstance<T> instance = new PipelineInstance<>(this, names.instanceId(), flow, modules);
        instances.put(instance.id(), instance);
        return instance;
    }

    /** The instance of that identifier; empty when there is none. */
    public Optional<PipelineInstance<T>> instance(String instanceId) {
        return Optional.ofNullable(instances.get(instanceId));
    }

    /** All instances, in order of registration. */
    public List<PipelineInstance<T>> instances() {
        synchronized (instances) {
            return List.copyOf(instances.values());
        }
    }

    /**
     * Closes an instance as {@link PipelineInstance#close} does.
     *
     * @throws io.millrace.core.failure.InvalidRequestException {@code Instance ID not found}
     */
    public void unregister(String instanceId) {
        find(instanceId).close();
    }

    /**
     * Gives a package to an instance.
     *
     * @throws io.millrace.core.failure.InvalidRequestException {@code Instance ID not found}
     */
    public DataPackage<T> execute(T data, String instanceId, Callbacks<T> callbacks) {
        return find(instanceId).execute(data, callbacks);
    }

    private PipelineInstance<T> find(String instanceId) {
        PipelineInstance<T> instance = instances.get(instanceId);
        if (instance == null) {
            throw new InvalidRequestException(InvalidRequestException.Reason.NOT_FOUND, "Instance ID not found");
        }
        return instance;
    }

    /** An instance that was closed is no longer one of this pipeline. */
    void forget(String instanceId) {
        instances.remove(instanceId);
    }

    /** Closes all instances. */
    @Override
    public void close() {
        instances().forEach(PipelineInstance::close);
    }
}
