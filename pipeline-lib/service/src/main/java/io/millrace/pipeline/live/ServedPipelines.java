package io.millrace.pipeline.live;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.graph.GraphPipeline;
import io.millrace.pipeline.graph.GraphSwap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All pipelines of a service, by identifier and by name. A pipeline that is replaced or removed takes no more packages,
 * finishes those within it, and is closed.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class ServedPipelines implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServedPipelines.class);

    private final ServedSettings settings;
    private final ServedListener listener;
    private final Ticker ticker;
    private final Leaving leaving;
    private volatile List<ServedPipeline> entries = List.of();

    /** None yet. */
    public ServedPipelines(ServedSettings settings, ServedListener listener, Ticker ticker) {
        this.settings = settings;
        this.listener = listener;
        this.ticker = ticker;
        this.leaving = new Leaving(listener);
    }

    /** All, in the order in which they came. */
    public List<ServedPipeline> list() {
        return entries;
    }

    /**
     * The pipeline of that identifier or name.
     *
     * @throws InvalidRequestException when there is none, in the words of the reference
     */
    public ServedPipeline find(String idOrName) {
        List<ServedPipeline> all = entries;
        return all.stream()
                .filter(pipeline -> pipeline.id().equals(idOrName))
                .findFirst()
                .or(() -> all.stream()
                        .filter(pipeline -> pipeline.name().equals(idOrName))
                        .findFirst())
                .orElseThrow(
                        () -> new InvalidRequestException(Reason.NOT_FOUND, "Pipeline " + idOrName + " not found."));
    }

    /**
     * Gives a package to an instance. When the pipeline is replaced meanwhile, what took its place gets it.
     *
     * @param pipeline as it was found
     * @param instanceId null for the first that takes packages
     * @param onEnd called once at its end, on a thread of the pipeline
     * @throws TransientException when that instance takes no more
     * @throws InvalidRequestException when there is no such instance, or the pipeline was removed meanwhile
     */
    public DataPackage<Object> execute(
            ServedPipeline pipeline,
            Object data,
            @Nullable String instanceId,
            ExecuteOptions options,
            Consumer<? super DataPackage<Object>> onEnd) {
        ServedPipeline served = pipeline;
        while (true) {
            try {
                return served.execute(data, instanceId, options, onEnd);
            } catch (TransientException e) {
                ServedPipeline now = find(served.name());
                if (now == served || instanceId != null) {
                    throw e;
                }
                served = now;
            }
        }
    }

    /** A package of any pipeline, while it is within or not forgotten; empty otherwise. */
    public Optional<DataPackage<Object>> findPackage(String packageId) {
        return list().stream()
                .flatMap(served -> served.find(packageId).stream())
                .findFirst()
                .or(() -> leaving.find(packageId));
    }

    /**
     * Adds the pipelines of a document, all or none.
     *
     * @param text the document as it was written
     * @throws InvalidRequestException when there is one of such a name, or as many as may be
     * @throws io.millrace.core.failure.FatalException when a module cannot be initialised
     */
    public synchronized List<ServedPipeline> add(GraphDocument document, String text) {
        check(document);
        List<ServedPipeline> added = new ArrayList<>();
        try {
            document.pipelines().forEach(graph -> added.add(start(graph, text, graph.instances(), remember())));
        } catch (RuntimeException e) {
            added.forEach(pipeline -> leaving.soon(pipeline, Duration.ZERO));
            throw e;
        }
        List<ServedPipeline> more = new ArrayList<>(entries);
        more.addAll(added);
        entries = List.copyOf(more);
        added.forEach(pipeline -> log.info("pipeline added, name={} id={}", pipeline.name(), pipeline.id()));
        return added;
    }

    /**
     * Checks what {@link #add} would refuse.
     *
     * @throws InvalidRequestException when it would
     */
    public void check(GraphDocument document) {
        document.pipelines().forEach(graph -> requireFree(graph.name(), ""));
        if (entries.size() + document.pipelines().size() > settings.maxPipelines()) {
            throw new InvalidRequestException(
                    Reason.TOO_MANY,
                    "there would be more than %d pipelines, which is the limit".formatted(settings.maxPipelines()));
        }
    }

    /**
     * How a pipeline is to be replaced.
     *
     * @param name of the pipeline that it becomes
     * @param swapped names of the modules that are swapped within it; packages stay where they are then
     * @param rebuilt true when it has to be built anew because more than modules differ
     */
    public record Change(String name, List<String> swapped, boolean rebuilt) {
        public Change {
            swapped = List.copyOf(swapped);
        }
    }

    /**
     * What {@link #replace} would do.
     *
     * @throws InvalidRequestException when it would refuse
     */
    public Change plan(String idOrName, GraphPipeline graph, @Nullable String expected) {
        ServedPipeline old = find(idOrName);
        old.require(expected);
        requireFree(graph.name(), old.id());
        return plan(old, graph);
    }

    private static Change plan(ServedPipeline old, GraphPipeline graph) {
        Optional<GraphSwap> swap = old.swapTo(graph);
        return new Change(
                graph.name(),
                swap.stream()
                        .flatMap(it -> it.modules().stream())
                        .map(PipelineModule::name)
                        .toList(),
                swap.isEmpty());
    }

    /**
     * Makes a pipeline what a document says. When only modules differ they are swapped where they are; otherwise
     * another pipeline takes its place, with as many instances and at least those of the document, and packages within
     * the old one end there. No package is lost in either case.
     *
     * @param expected its version as the author of the change has seen it; null for any
     * @throws InvalidRequestException when there is none to replace, or another has the new name
     * @throws VersionMismatchException when it has another version
     * @throws io.millrace.core.failure.FatalException when a module cannot be initialised; the old one stays
     */
    public synchronized Change replace(String idOrName, GraphPipeline graph, String text, @Nullable String expected) {
        Change change = plan(idOrName, graph, expected);
        ServedPipeline old = find(idOrName);
        if (change.rebuilt()) {
            int instances = Math.max(graph.instances(), old.instances().size());
            ServedPipeline by = start(graph, text, Math.min(instances, settings.maxInstances()), old.recent());
            entries = entries.stream().map(each -> each == old ? by : each).toList();
            leaving.soon(old, settings.replace());
        } else {
            old.swapTo(graph).ifPresent(swap -> old.swap(swap, text));
        }
        log.info("pipeline replaced, name={} rebuilt={} swapped={}", graph.name(), change.rebuilt(), change.swapped());
        return change;
    }

    private void requireFree(String name, String except) {
        boolean taken = entries.stream()
                .anyMatch(pipeline ->
                        pipeline.name().equals(name) && !pipeline.id().equals(except));
        if (taken) {
            throw new InvalidRequestException(
                    Reason.CONFLICT, "there is a pipeline '%s'; replace it with PUT".formatted(name));
        }
    }

    private RecentPackages remember() {
        return new RecentPackages(settings.recent(), settings.slowest(), settings.recentBytes(), ticker);
    }

    private ServedPipeline start(GraphPipeline graph, String text, int instances, RecentPackages recent) {
        Pipeline<Object> pipeline = graph.build(new Watch(graph.name(), recent, listener), ticker);
        ServedPipeline served = new ServedPipeline(text, pipeline, recent, settings.maxInstances());
        try {
            for (int i = 0; i < instances; i++) {
                register(served);
            }
        } catch (RuntimeException e) {
            List<LiveInstance> begun = served.instances();
            pipeline.close();
            begun.forEach(instance -> listener.unregistered(served, instance.id()));
            throw e;
        }
        return served;
    }

    /** Makes one more instance of a pipeline; gives its identifier. */
    public String register(ServedPipeline pipeline) {
        String id = pipeline.register().id();
        listener.registered(pipeline, id);
        return id;
    }

    /** Closes an instance of a pipeline; packages within it end in an error. */
    public void unregister(ServedPipeline pipeline, String instanceId) {
        pipeline.unregister(instanceId);
        listener.unregistered(pipeline, instanceId);
    }

    /**
     * Removes a pipeline; packages within it end before it is closed.
     *
     * @param expected its version as the author of the change has seen it; null for any
     * @throws InvalidRequestException when there is none
     * @throws VersionMismatchException when it has another version
     */
    public synchronized void remove(String idOrName, @Nullable String expected) {
        ServedPipeline old = find(idOrName);
        old.require(expected);
        entries = entries.stream().filter(each -> each != old).toList();
        log.info("pipeline removed, name={} id={}", old.name(), old.id());
        leaving.soon(old, settings.replace());
    }

    /**
     * Puts another module in the place of one, in all instances. No package is lost.
     *
     * @param module its identifier, or its name when only one module has it
     * @param by the module whose object takes over; its name, options and identifier are those of the old one
     * @param expected the pipeline's version as the author of the change has seen it; null for any
     * @throws InvalidRequestException when there is no such module, or it is not one of the user
     * @throws VersionMismatchException when the pipeline has another version
     */
    public synchronized PipelineModule<Object> swap(
            String idOrName, String module, PipelineModule<Object> by, @Nullable String expected) {
        ServedPipeline pipeline = find(idOrName);
        pipeline.require(expected);
        PipelineModule<Object> old = pipeline.module(module);
        PipelineModule<Object> changed = Modules.inPlaceOf(old, by);
        pipeline.swap(changed);
        log.info(
                "module swapped, pipeline={} module={} version={}", pipeline.name(), changed.name(), changed.version());
        return changed;
    }

    /** Takes no more packages, lets those within end, and closes all pipelines. They can still be looked at. */
    @Override
    public void close() {
        try {
            leaving.now(entries, settings.drain());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps packages that end and tells of them. */
    private record Watch(String name, RecentPackages recent, ServedListener listener)
            implements PipelineObserver<Object> {

        @Override
        public void ended(DataPackage<Object> ended) {
            recent.add(ended);
            listener.ended(name, ended);
        }
    }
}
