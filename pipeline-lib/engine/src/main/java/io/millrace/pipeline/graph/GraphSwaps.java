package io.millrace.pipeline.graph;

import io.millrace.pipeline.Controller;
import io.millrace.pipeline.Phase;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares running modules with wanted ones: the innermost that differ are swapped. Where nothing but modules differs
 * that is enough; else, and where a module in several places would have to become several, there is no answer.
 */
final class GraphSwaps {

    /** What becomes of each running module, by identifier; itself when it stays. */
    private final Map<String, PipelineModule<Object>> fates = new LinkedHashMap<>();

    private final Map<String, PipelineModule<Object>> swaps = new LinkedHashMap<>();
    private boolean possible = true;

    private GraphSwaps() {}

    static Optional<GraphSwap> of(List<Controller<Object>> running, List<Controller<Object>> wanted) {
        return new GraphSwaps().compare(running, wanted);
    }

    private Optional<GraphSwap> compare(List<Controller<Object>> running, List<Controller<Object>> wanted) {
        List<Controller<Object>> after = new ArrayList<>();
        possible = running.size() == wanted.size();
        for (int i = 0; possible && i < running.size(); i++) {
            after.add(controller(running.get(i), wanted.get(i)));
        }
        return possible ? Optional.of(new GraphSwap(List.copyOf(swaps.values()), after)) : Optional.empty();
    }

    private Controller<Object> controller(Controller<Object> running, Controller<Object> wanted) {
        possible &= running.name().equals(wanted.name())
                && running.settings().equals(wanted.settings())
                && running.phases().size() == wanted.phases().size();
        List<Phase<Object>> phases = new ArrayList<>();
        for (int i = 0; possible && i < running.phases().size(); i++) {
            phases.add(phase(running.phases().get(i), wanted.phases().get(i)));
        }
        return possible ? new Controller<>(running.id(), running.name(), running.settings(), phases) : running;
    }

    private Phase<Object> phase(Phase<Object> running, Phase<Object> wanted) {
        possible &= running.name().equals(wanted.name())
                && running.modules().size() == wanted.modules().size();
        List<PipelineModule<Object>> modules = new ArrayList<>();
        for (int i = 0; possible && i < running.modules().size(); i++) {
            modules.add(module(running.modules().get(i), wanted.modules().get(i)));
        }
        return possible ? new Phase<>(running.id(), running.name(), modules) : running;
    }

    private PipelineModule<Object> module(PipelineModule<Object> running, PipelineModule<Object> wanted) {
        PipelineModule<Object> result = fate(running, wanted);
        PipelineModule<Object> before = fates.putIfAbsent(running.id(), result);
        // one identifier in several places: a swap changes all of them, so all must want the same
        possible &= before == null || same(before, result);
        return result;
    }

    private PipelineModule<Object> fate(PipelineModule<Object> running, PipelineModule<Object> wanted) {
        if (same(running, wanted)) {
            return running;
        }
        if (sameAround(running, wanted)) {
            List<PipelineModule<Object>> parts = new ArrayList<>();
            List<PipelineModule<Object>> now = parts(running);
            for (int i = 0; i < now.size(); i++) {
                parts.add(module(now.get(i), parts(wanted).get(i)));
            }
            return withParts(running, parts);
        }
        PipelineModule<Object> swap = PipelineModules.withId(wanted, running.id());
        swaps.putIfAbsent(running.id(), swap);
        return swap;
    }

    /** Whether both do the same, under whatever identifiers. */
    private static boolean same(PipelineModule<Object> one, PipelineModule<Object> other) {
        if (!sameHead(one, other) || parts(one).size() != parts(other).size()) {
            return false;
        }
        for (int i = 0; i < parts(one).size(); i++) {
            if (!same(parts(one).get(i), parts(other).get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether both differ at most in the modules within them. */
    private static boolean sameAround(PipelineModule<Object> one, PipelineModule<Object> other) {
        return !parts(one).isEmpty() && parts(one).size() == parts(other).size() && sameHead(one, other);
    }

    private static boolean sameHead(PipelineModule<Object> one, PipelineModule<Object> other) {
        return one.name().equals(other.name())
                && one.version().equals(other.version())
                && one.options().equals(other.options())
                && switch (one) {
                    case PipelineModule.Execution<Object> it ->
                        other instanceof PipelineModule.Execution<Object> that
                                && it.factory().equals(that.factory());
                    case PipelineModule.External<Object> it ->
                        other instanceof PipelineModule.External<Object> that
                                && it.factory().equals(that.factory());
                    case PipelineModule.Condition<Object> it ->
                        other instanceof PipelineModule.Condition<Object> that
                                && it.condition().equals(that.condition());
                    case PipelineModule.Combination<Object> _ -> other instanceof PipelineModule.Combination<Object>;
                };
    }

    private static List<PipelineModule<Object>> parts(PipelineModule<Object> module) {
        return switch (module) {
            case PipelineModule.Execution<Object> _, PipelineModule.External<Object> _ -> List.of();
            case PipelineModule.Condition<Object> it -> List.of(it.whenTrue(), it.whenFalse());
            case PipelineModule.Combination<Object> it -> it.modules();
        };
    }

    private static PipelineModule<Object> withParts(PipelineModule<Object> module, List<PipelineModule<Object>> parts) {
        return switch (module) {
            case PipelineModule.Execution<Object> _, PipelineModule.External<Object> _ -> module;
            case PipelineModule.Condition<Object> it ->
                new PipelineModule.Condition<>(
                        it.id(), it.name(), it.version(), it.options(), it.condition(), parts.get(0), parts.get(1));
            case PipelineModule.Combination<Object> it ->
                new PipelineModule.Combination<>(it.id(), it.name(), it.version(), it.options(), parts);
        };
    }
}
