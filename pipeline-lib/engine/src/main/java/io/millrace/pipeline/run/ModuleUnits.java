package io.millrace.pipeline.run;

import io.millrace.core.failure.FatalException;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.statistics.ElementCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the objects of modules, with those within them, and initialises them. */
record ModuleUnits<T>(UnaryOperator<T> copier, RunClock clock, Function<PipelineModule<T>, ElementCounters> counters) {

    private static final Logger log = LoggerFactory.getLogger(ModuleUnits.class);

    /**
     * The place of a module with initialised objects.
     *
     * @throws FatalException when one cannot be made or initialised; those before it are closed
     */
    ModuleSlot<T> slot(PipelineModule<T> definition) {
        return new ModuleSlot<>(clock, unit(definition));
    }

    ModuleUnit<T> unit(PipelineModule<T> definition) {
        List<ModuleSlot<T>> made = new ArrayList<>();
        try {
            ModuleUnit<T> unit =
                    new ModuleUnit<>(definition, body(definition, made), counters.apply(definition), copier, clock);
            unit.init();
            return unit;
        } catch (FatalException e) {
            made.forEach(ModuleSlot::close);
            throw e;
        } catch (Exception e) {
            made.forEach(ModuleSlot::close);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.debug("module {} cannot be initialised", definition.name(), e);
            throw new FatalException("module '" + definition.name() + "' cannot be initialised: " + e.getMessage(), e);
        }
    }

    private ModuleBody<T> body(PipelineModule<T> definition, List<ModuleSlot<T>> made) {
        return switch (definition) {
            case PipelineModule.Execution<T> it ->
                new ModuleBody.Execution<>(it.factory().get());
            case PipelineModule.Condition<T> it ->
                new ModuleBody.Condition<>(
                        it.condition().get(), child(it.whenTrue(), made), child(it.whenFalse(), made));
            case PipelineModule.Combination<T> it ->
                new ModuleBody.Combination<>(
                        it.modules().stream().map(each -> child(each, made)).toList());
            case PipelineModule.External<T> it ->
                new ModuleBody.External<>(it.factory().get());
        };
    }

    private ModuleSlot<T> child(PipelineModule<T> definition, List<ModuleSlot<T>> made) {
        ModuleSlot<T> slot = slot(definition);
        made.add(slot);
        return slot;
    }
}
