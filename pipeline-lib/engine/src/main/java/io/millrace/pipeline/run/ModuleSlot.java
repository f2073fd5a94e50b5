package io.millrace.pipeline.run;

import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Errors;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place of a module in an instance. What stands there can be exchanged while packages pass.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class ModuleSlot<T> {

    private final RunClock clock;
    private volatile ModuleUnit<T> unit;
    private volatile boolean closed;

    ModuleSlot(RunClock clock, ModuleUnit<T> unit) {
        this.clock = clock;
        this.unit = unit;
    }

    ModuleUnit<T> unit() {
        return unit;
    }

    /** The place's own unit first, then those within it. */
    void forEach(Consumer<ModuleUnit<T>> action) {
        ModuleUnit<T> now = unit;
        action.accept(now);
        now.children().forEach(child -> child.forEach(action));
    }

    /** Runs it as a sub-module of the module of that context. */
    Outcome run(RunContext<T> caller) {
        return run(caller.journey(), caller.workspace(), caller.record(), clock.nanos());
    }

    /** Runs it on a package; the record goes to {@code parent} before. Never throws for what the module does. */
    Outcome run(Journey<T> journey, Workspace<T> workspace, RunParent parent, long nowNanos) {
        if (workspace.refused()) {
            // the modules around it have been given up: nothing more begins
            return Outcome.failedForGood(Errors.of("TimeoutError", "Execution was given up."));
        }
        ModuleUnit<T> now = entered();
        if (now == null) {
            return refused(workspace, parent, nowNanos);
        }
        try {
            ModuleRun record = new ModuleRun(now.definition(), nowNanos);
            parent.add(record);
            return now.run(journey, workspace, record);
        } finally {
            now.leave();
        }
    }

    /** Null when it is closed. */
    private @Nullable ModuleUnit<T> entered() {
        while (true) {
            ModuleUnit<T> now = unit;
            if (now.enter()) {
                return now;
            }
            if (closed) {
                return null;
            }
            Thread.onSpinWait(); // it has just been replaced
        }
    }

    private Outcome refused(Workspace<T> workspace, RunParent parent, long nowNanos) {
        PipelineModule<T> definition = unit.definition();
        ErrorRecord error = Errors.of("IllegalStateException", "Module " + definition.name() + " is closed.");
        workspace.add(error);
        Outcome outcome = Outcome.failedForGood(error);
        ModuleRun record = new ModuleRun(definition, nowNanos);
        parent.add(record);
        record.end(outcome, clock.nanos());
        return outcome;
    }

    /** Puts another one in its place; the old one and those within it are closed after the last package has left. */
    void replace(ModuleUnit<T> next) {
        ModuleUnit<T> old = unit;
        unit = next;
        old.retire();
    }

    /** Closes it and those within it, each after the last package has left it. */
    void close() {
        closed = true;
        unit.retire();
    }

    List<ModuleSlot<T>> children() {
        return unit.children();
    }
}
