package io.millrace.pipeline.run;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.TransientException;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.Phase;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.statistics.Element;
import io.millrace.pipeline.statistics.ElementCounters;
import io.millrace.pipeline.statistics.ElementKind;
import io.millrace.pipeline.statistics.ElementStatistics;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * All module objects of one instance of a pipeline.
 *
 * <p><b>Threading:</b> thread-safe.
 *
 * @param <T> the data
 */
public final class ModuleSet<T> implements AutoCloseable {

    private final PipelineNames names;
    private final RunClock clock;
    private final UnaryOperator<T> copier;
    private final Map<Element, ElementCounters> counters = new ConcurrentHashMap<>();
    private final List<ControllerWalk<T>> walks = new ArrayList<>();
    private final List<Controller<T>> controllers;
    private boolean closed;

    private ModuleSet(PipelineNames names, List<Controller<T>> controllers, UnaryOperator<T> copier, RunClock clock) {
        this.names = names;
        this.controllers = List.copyOf(controllers);
        this.copier = copier;
        this.clock = clock;
    }

    /**
     * Makes and initialises the objects.
     *
     * @param copier copies data for modules that have a timeout
     * @throws io.millrace.core.failure.FatalException when a module cannot be initialised; those before it are closed
     */
    public static <T> ModuleSet<T> open(
            PipelineNames names, List<Controller<T>> controllers, UnaryOperator<T> copier, RunClock clock) {
        ModuleSet<T> set = new ModuleSet<>(names, controllers, copier, clock);
        try {
            set.controllers.forEach(controller -> set.walks.add(set.walk(controller)));
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
        return set;
    }

    private ControllerWalk<T> walk(Controller<T> controller) {
        List<ControllerWalk.Step<T>> steps = new ArrayList<>();
        try {
            for (Phase<T> phase : controller.phases()) {
                List<ModuleSlot<T>> slots = new ArrayList<>();
                steps.add(new ControllerWalk.Step<>(phase, phaseCounters(controller, phase), slots));
                for (PipelineModule<T> module : phase.modules()) {
                    slots.add(units(controller, phase).slot(module));
                }
            }
        } catch (RuntimeException e) {
            new ControllerWalk<>(steps).close();
            throw e;
        }
        return new ControllerWalk<>(steps);
    }

    private ModuleUnits<T> units(Controller<T> controller, Phase<T> phase) {
        return new ModuleUnits<>(copier, clock, module -> moduleCounters(controller, phase, module));
    }

    private ElementCounters phaseCounters(Controller<T> controller, Phase<T> phase) {
        return counters.computeIfAbsent(element(ElementKind.PHASE, controller, phase, "", ""), ElementCounters::new);
    }

    private ElementCounters moduleCounters(Controller<T> controller, Phase<T> phase, PipelineModule<T> module) {
        return counters.computeIfAbsent(
                element(ElementKind.MODULE, controller, phase, module.name(), module.id()), ElementCounters::new);
    }

    private Element element(
            ElementKind kind, Controller<T> controller, Phase<T> phase, String moduleName, String moduleId) {
        return new Element(
                kind,
                names.pipelineName(),
                names.pipelineId(),
                names.instanceId(),
                controller.name(),
                controller.id(),
                phase.name(),
                phase.id(),
                moduleName,
                moduleId);
    }

    /**
     * The phases of a controller.
     *
     * @param controller which one, from 0
     */
    public PhaseWalk<T> walk(int controller) {
        return walks.get(controller);
    }

    /**
     * Puts another implementation in each place of the module of the same identifier, with objects of its own for each
     * place. Packages within the old one finish there; it is closed after the last of them.
     *
     * @throws InvalidRequestException when there is no module of that identifier
     * @throws TransientException when the instance is closed
     * @throws io.millrace.core.failure.FatalException when the new one cannot be initialised; the old one stays
     */
    public synchronized void swap(PipelineModule<T> module) {
        if (closed) {
            throw new TransientException("the pipeline instance is closed");
        }
        List<Runnable> replacements = new ArrayList<>();
        List<ModuleUnit<T>> made = new ArrayList<>();
        try {
            for (int i = 0; i < walks.size(); i++) {
                for (ControllerWalk.Step<T> step : walks.get(i).steps()) {
                    ModuleUnits<T> units = units(controllers.get(i), step.definition());
                    for (ModuleSlot<T> place : places(step.modules(), module.id())) {
                        ModuleUnit<T> unit = units.unit(module);
                        made.add(unit);
                        replacements.add(() -> place.replace(unit));
                    }
                }
            }
        } catch (RuntimeException e) {
            made.forEach(ModuleUnit::retire);
            throw e;
        }
        if (replacements.isEmpty()) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.NOT_FOUND, "there is no module with the id '" + module.id() + "'");
        }
        replacements.forEach(Runnable::run);
    }

    private static <T> List<ModuleSlot<T>> places(List<ModuleSlot<T>> slots, String moduleId) {
        List<ModuleSlot<T>> found = new ArrayList<>();
        for (ModuleSlot<T> slot : slots) {
            if (slot.unit().definition().id().equals(moduleId)) {
                found.add(slot);
            } else {
                found.addAll(places(slot.children(), moduleId));
            }
        }
        return found;
    }

    /**
     * The counts of the phases of a controller and of the modules in them, each phase before its modules and each
     * module before those within it.
     *
     * @param controller which one, from 0
     */
    public List<ElementStatistics> statistics(int controller) {
        Set<ElementCounters> found = new LinkedHashSet<>();
        for (ControllerWalk.Step<T> step : walks.get(controller).steps()) {
            found.add(step.counters());
            step.modules().forEach(slot -> slot.forEach(unit -> found.add(unit.counters())));
        }
        return found.stream().map(ElementCounters::snapshot).toList();
    }

    /** Closes the modules, each after the last package has left it. */
    @Override
    public synchronized void close() {
        closed = true;
        walks.forEach(ControllerWalk::close);
    }
}
