package io.millrace.pipeline.live;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.graph.GraphPipeline;
import io.millrace.pipeline.graph.GraphSwap;
import io.millrace.pipeline.statistics.ElementStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that takes packages, with the document that it was made from.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class ServedPipeline {

    private volatile String document;
    private final Pipeline<Object> pipeline;
    private final RecentPackages recent;
    private final int maxInstances;
    private final Map<String, DataPackage<Object>> inside = new ConcurrentHashMap<>();
    private final Set<String> draining = ConcurrentHashMap.newKeySet();
    private volatile List<Controller<Object>> controllers;
    private volatile boolean retired;
    private volatile int revision = 1;

    ServedPipeline(String document, Pipeline<Object> pipeline, RecentPackages recent, int maxInstances) {
        this.document = document;
        this.pipeline = pipeline;
        this.recent = recent;
        this.maxInstances = maxInstances;
        this.controllers = pipeline.controllers();
    }

    /** {@code P-<uuid>}. */
    public String id() {
        return pipeline.id();
    }

    /** Its name, unique among the pipelines of a service. */
    public String name() {
        return pipeline.name();
    }

    /** The YAML that it was made from; a single module that was swapped since is not in it. */
    public String document() {
        return document;
    }

    /** Another one for each change of the pipeline: {@code 1f0c2a77-3}. */
    public String version() {
        return id().substring(2, 10) + "-" + revision;
    }

    /**
     * Refuses a change of what has become another.
     *
     * @param expected the version that its author has seen; null for any
     */
    void require(@Nullable String expected) {
        if (expected != null && !expected.equals(version())) {
            throw new VersionMismatchException(name(), version());
        }
    }

    /** Its controllers with the modules that are in use now. */
    public List<Controller<Object>> controllers() {
        return controllers;
    }

    /** Its instances, in order of registration. */
    public List<LiveInstance> instances() {
        return pipeline.instances().stream()
                .map(instance -> new LiveInstance(instance.id(), state(instance), processing(instance)))
                .toList();
    }

    private String state(PipelineInstance<Object> instance) {
        return draining.contains(instance.id()) ? "draining" : instance.paused() ? "paused" : "running";
    }

    private static long processing(PipelineInstance<Object> instance) {
        return instance.statistics().getFirst().processing();
    }

    /** The counts of an instance; nothing when it has gone meanwhile. */
    public List<ElementStatistics> statistics(String instanceId) {
        return pipeline.instance(instanceId).map(PipelineInstance::statistics).orElse(List.of());
    }

    /**
     * Makes one more instance.
     *
     * @throws InvalidRequestException when there are as many as may be
     */
    synchronized PipelineInstance<Object> register() {
        if (pipeline.instances().size() >= maxInstances) {
            throw new InvalidRequestException(
                    Reason.TOO_MANY,
                    "pipeline '%s' has %d instances, which is the limit".formatted(name(), maxInstances));
        }
        PipelineInstance<Object> instance = pipeline.register();
        try {
            // the template knows nothing of modules that were swapped since
            new GraphPipeline(name(), 1, controllers)
                    .swap(pipeline.controllers())
                    .ifPresent(since -> since.modules().forEach(instance::swap));
            return instance;
        } catch (RuntimeException e) {
            instance.close();
            throw e;
        }
    }

    /** Closes an instance: packages within it end in an error. */
    void unregister(String instanceId) {
        instance(instanceId);
        pipeline.unregister(instanceId);
        draining.remove(instanceId);
    }

    /**
     * An instance.
     *
     * @throws InvalidRequestException {@code Instance ID not found}
     */
    private PipelineInstance<Object> instance(String instanceId) {
        return pipeline.instance(instanceId)
                .orElseThrow(() -> new InvalidRequestException(Reason.NOT_FOUND, "Instance ID not found"));
    }

    /** No worker of the instance takes another package until it is resumed. */
    public void pause(String instanceId) {
        instance(instanceId).pause();
    }

    /** Goes on after a pause. */
    public void resume(String instanceId) {
        instance(instanceId).resume();
    }

    /**
     * The instance takes no more packages, for good; waits for those within it.
     *
     * @return whether all had ended within the timeout
     */
    public boolean drain(String instanceId, Duration timeout) throws InterruptedException {
        PipelineInstance<Object> instance = instance(instanceId);
        draining.add(instanceId);
        return instance.drain(timeout);
    }

    /** See {@link ServedPipelines#execute}. */
    DataPackage<Object> execute(
            Object data,
            @Nullable String instanceId,
            ExecuteOptions options,
            Consumer<? super DataPackage<Object>> onEnd) {
        PipelineInstance<Object> instance = instanceId == null ? open() : instance(instanceId);
        DataPackage<Object> sent = instance.execute(data, options, Callbacks.onEnd(ended -> {
            inside.remove(ended.id());
            onEnd.accept(ended);
        }));
        inside.put(sent.id(), sent);
        // it may have ended before it was put
        if (sent.status().isFinal()) {
            inside.remove(sent.id());
        }
        return sent;
    }

    private PipelineInstance<Object> open() {
        List<PipelineInstance<Object>> instances = pipeline.instances();
        return instances.stream()
                .filter(instance -> !draining.contains(instance.id()))
                .findFirst()
                .or(() -> instances.stream().findFirst())
                .orElseThrow(this::noInstance);
    }

    private StreamException noInstance() {
        return retired
                ? new TransientException("pipeline '%s' takes no more packages".formatted(name()))
                : new InvalidRequestException(
                        Reason.CONFLICT, "pipeline '%s' has no instance; register one".formatted(name()));
    }

    /** A package that is within the pipeline or not forgotten since. */
    public Optional<DataPackage<Object>> find(String packageId) {
        return Optional.ofNullable(inside.get(packageId)).or(() -> recent.find(packageId));
    }

    /** The packages that ended last or took longest. */
    public RecentPackages recent() {
        return recent;
    }

    /**
     * A module, by its identifier or by its name when only one module has it.
     *
     * @throws InvalidRequestException when there is none
     */
    public PipelineModule<Object> module(String idOrName) {
        return Modules.find(controllers, idOrName)
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.NOT_FOUND,
                        "pipeline '%s' has no module '%s', or several of that name".formatted(name(), idOrName)));
    }

    /**
     * Puts other modules in the place of those of their identifiers, in all instances, or in none when one cannot be
     * initialised.
     *
     * @param text the document that says so
     */
    synchronized void swap(GraphSwap swap, String text) {
        List<Runnable> undo = new ArrayList<>();
        try {
            for (PipelineModule<Object> by : swap.modules()) {
                PipelineModule<Object> old = module(by.id());
                for (PipelineInstance<Object> instance : pipeline.instances()) {
                    instance.swap(by);
                    undo.addFirst(() -> instance.swap(old));
                }
            }
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
        controllers = swap.controllers();
        if (!swap.modules().isEmpty() || !text.equals(document)) {
            document = text;
            revision = revision + 1;
        }
    }

    /** Puts another module in the place of the one of its identifier. */
    void swap(PipelineModule<Object> by) {
        swap(new GraphSwap(List.of(by), Modules.replaced(controllers, by)), document);
    }

    /** How this pipeline becomes that of a document; empty when more than modules differ. */
    Optional<GraphSwap> swapTo(GraphPipeline graph) {
        return graph.name().equals(name()) ? graph.swap(controllers) : Optional.empty();
    }

    /** Whether it was replaced or removed, or the service stops. */
    boolean retired() {
        return retired;
    }

    void retired(boolean value) {
        retired = value;
    }

    /** Takes no more packages, waits for those within, and closes. */
    void retire(Duration timeout) throws InterruptedException {
        List<PipelineInstance<Object>> instances = pipeline.instances();
        instances.forEach(instance -> draining.add(instance.id()));
        try {
            for (PipelineInstance<Object> instance : instances) {
                instance.drain(timeout);
            }
        } finally {
            pipeline.close();
        }
    }
}
