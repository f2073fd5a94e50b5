package io.millrace.pipeline.run;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.statistics.Element;
import io.millrace.pipeline.statistics.ElementCounters;
import io.millrace.pipeline.statistics.ElementKind;
import io.millrace.pipeline.statistics.ElementStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A module that works on packages of pipelines elsewhere: the other end of {@link io.millrace.pipeline.ExternalCall}.
 *
 * <p><b>Threading:</b> called by as many threads as there are calls.
 */
public final class HostedModule<T> implements AutoCloseable {

    private final Map<String, ElementCounters> counters = new ConcurrentHashMap<>();
    private final RunClock clock;
    private final ModuleSlot<T> slot;

    /**
     * Makes the module's object and initialises it.
     *
     * @throws io.millrace.core.failure.FatalException when it cannot be initialised
     */
    public HostedModule(PipelineModule<T> module, Ticker ticker) {
        this(module, UnaryOperator.identity(), ticker);
    }

    /**
     * The same for data that can be changed in place.
     *
     * @param copier copies them for a run that has a time limit
     */
    public HostedModule(PipelineModule<T> module, UnaryOperator<T> copier, Ticker ticker) {
        this.clock = new RunClock(ticker);
        this.slot = new ModuleUnits<>(copier, clock, this::counters).slot(module);
    }

    private ElementCounters counters(PipelineModule<T> module) {
        return counters.computeIfAbsent(
                module.id(),
                id -> new ElementCounters(
                        new Element(ElementKind.MODULE, "", "", "", "", "", "", "", module.name(), id)));
    }

    /** The definition of the module. */
    public PipelineModule<T> module() {
        return slot.unit().definition();
    }

    /**
     * Runs the module on a package from elsewhere, as a sub-module of the calling record. Never throws for what the
     * module does: that is in the reply. An interrupt ends it, and the thread's flag is then set. A reply's data are
     * those of the request when the module failed or ran out of time.
     */
    public ExternalReply<T> run(ExternalRequest<T> request) {
        HostedRun<T> run = new HostedRun<>(request, clock);
        slot.run(run, run, run, clock.nanos());
        return new ExternalReply<>(run.data(), Optional.of(run.record()), run.errors(), Optional.empty());
    }

    /** The counts of the module and of those within it, outermost first. */
    public List<ElementStatistics> statistics() {
        List<ElementStatistics> found = new ArrayList<>();
        slot.forEach(unit -> found.add(unit.counters().snapshot()));
        return found;
    }

    /** Closes the module after the last package has left it. */
    @Override
    public void close() {
        slot.close();
    }
}
