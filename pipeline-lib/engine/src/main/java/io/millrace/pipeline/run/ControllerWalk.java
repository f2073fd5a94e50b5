package io.millrace.pipeline.run;

import io.millrace.pipeline.Phase;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.statistics.ElementCounters;
import java.util.List;

/** The phases of a controller with the places of their modules. */
final class ControllerWalk<T> implements PhaseWalk<T> {

    /** One phase. */
    record Step<T>(Phase<T> definition, ElementCounters counters, List<ModuleSlot<T>> modules) {}

    private final List<Step<T>> steps;

    ControllerWalk(List<Step<T>> steps) {
        this.steps = List.copyOf(steps);
    }

    List<Step<T>> steps() {
        return steps;
    }

    @Override
    public Status run(PackageRun<T> dataPackage, ControllerRun controller, long startNanos) {
        Status status = Status.SUCCESS;
        long now = startNanos;
        for (int i = 0; i < steps.size() && status == Status.SUCCESS; i++) {
            Step<T> step = steps.get(i);
            PhaseRun<T> phase = new PhaseRun<>(dataPackage, controller, step.definition(), now);
            controller.add(phase);
            step.counters().input();
            status = modules(step.modules(), phase);
            now = phase.lastNanos();
            phase.end(status, now);
            step.counters().end(status, now - phase.startNanos());
        }
        controller.done(status, now);
        return status;
    }

    private Status modules(List<ModuleSlot<T>> modules, PhaseRun<T> phase) {
        Status status = Status.SUCCESS;
        for (int i = 0; i < modules.size() && status == Status.SUCCESS; i++) {
            status = modules.get(i).run(phase, phase, phase, phase.lastNanos()).status();
        }
        return status;
    }

    @Override
    public void close() {
        steps.forEach(step -> step.modules().forEach(ModuleSlot::close));
    }
}
