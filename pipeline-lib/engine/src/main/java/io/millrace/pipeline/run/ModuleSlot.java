package io.millrace.pipeline.run;

import java.util.List;
import java.util.function.Consumer;

/**
 * The place of a module in an instance. What stands there can be exchanged while packages pass.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class ModuleSlot<T> {

    private final RunClock clock;
    private volatile ModuleUnit<T> unit;

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
        ModuleUnit<T> now = entered();
        try {
            ModuleRun record = new ModuleRun(now.definition(), nowNanos);
            parent.add(record);
            return now.run(journey, workspace, record);
        } finally {
            now.leave();
        }
    }

    private ModuleUnit<T> entered() {
        while (true) {
            ModuleUnit<T> now = unit;
            if (now.enter()) {
                return now;
            }
            Thread.onSpinWait(); // it has just been replaced
        }
    }

    /** Puts another one in its place; the old one and those within it are closed after the last package has left. */
    void replace(ModuleUnit<T> next) {
        ModuleUnit<T> old = unit;
        unit = next;
        old.retire();
    }

    /** Closes it and those within it, each after the last package has left it. */
    void close() {
        unit.retire();
    }

    List<ModuleSlot<T>> children() {
        return unit.children();
    }
}
