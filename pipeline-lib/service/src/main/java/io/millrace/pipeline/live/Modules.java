package io.millrace.pipeline.live;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.Phase;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModule.Combination;
import io.millrace.pipeline.PipelineModule.Condition;
import io.millrace.pipeline.PipelineModule.Execution;
import io.millrace.pipeline.PipelineModule.External;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Modules within controllers, nested ones included. */
final class Modules {

    private Modules() {}

    /** All, each before what is within it. */
    static Stream<PipelineModule<Object>> all(List<Controller<Object>> controllers) {
        return controllers.stream()
                .flatMap(controller -> controller.phases().stream())
                .flatMap(phase -> phase.modules().stream())
                .flatMap(Modules::within);
    }

    private static Stream<PipelineModule<Object>> within(PipelineModule<Object> module) {
        Stream<PipelineModule<Object>> inner = switch (module) {
            case Execution<Object> _ -> Stream.empty();
            case External<Object> _ -> Stream.empty();
            case Condition<Object> condition -> Stream.of(condition.whenTrue(), condition.whenFalse());
            case Combination<Object> combination -> combination.modules().stream();
        };
        return Stream.concat(Stream.of(module), inner.flatMap(Modules::within));
    }

    /** The module of that identifier, or else the only one of that name. */
    static Optional<PipelineModule<Object>> find(List<Controller<Object>> controllers, String idOrName) {
        Optional<PipelineModule<Object>> byId =
                all(controllers).filter(module -> module.id().equals(idOrName)).findFirst();
        if (byId.isPresent()) {
            return byId;
        }
        List<PipelineModule<Object>> named = all(controllers)
                .filter(module -> module.name().equals(idOrName))
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /**
     * A module that takes the place of another: its object, under the identifier, the name and the options of the old.
     *
     * @throws InvalidRequestException when the old one is no module of the user but made of others or elsewhere
     */
    static PipelineModule<Object> inPlaceOf(PipelineModule<Object> old, PipelineModule<Object> by) {
        if (old instanceof Execution<Object> && by instanceof Execution<Object> made) {
            return new Execution<>(old.id(), old.name(), made.version(), old.options(), made.factory());
        }
        throw new InvalidRequestException(
                Reason.UNPROCESSABLE,
                "module '%s' is of kind %s; only one of kind execution can be swapped by type, replace the document"
                        .formatted(old.name(), ModuleKind.of(old).text()));
    }

    /** The controllers with another module in the place of the one of its identifier. */
    static List<Controller<Object>> replaced(List<Controller<Object>> controllers, PipelineModule<Object> module) {
        return controllers.stream()
                .map(controller -> new Controller<>(
                        controller.id(),
                        controller.name(),
                        controller.settings(),
                        controller.phases().stream()
                                .map(phase -> new Phase<>(phase.id(), phase.name(), replaced(module, phase.modules())))
                                .toList()))
                .toList();
    }

    private static List<PipelineModule<Object>> replaced(
            PipelineModule<Object> by, List<PipelineModule<Object>> modules) {
        return modules.stream().map(module -> replaced(by, module)).toList();
    }

    private static PipelineModule<Object> replaced(PipelineModule<Object> by, PipelineModule<Object> module) {
        if (module.id().equals(by.id())) {
            return by;
        }
        return switch (module) {
            case Execution<Object> execution -> execution;
            case External<Object> external -> external;
            case Condition<Object> condition ->
                new Condition<>(
                        condition.id(),
                        condition.name(),
                        condition.version(),
                        condition.options(),
                        condition.condition(),
                        replaced(by, condition.whenTrue()),
                        replaced(by, condition.whenFalse()));
            case Combination<Object> combination ->
                new Combination<>(
                        combination.id(),
                        combination.name(),
                        combination.version(),
                        combination.options(),
                        replaced(by, combination.modules()));
        };
    }
}
