package io.millrace.pipeline.app;

import io.millrace.pipeline.Controller;
import io.millrace.pipeline.Phase;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.PipelineModule.Combination;
import io.millrace.pipeline.PipelineModule.Condition;
import io.millrace.pipeline.PipelineModule.Execution;
import io.millrace.pipeline.PipelineModule.External;
import io.millrace.pipeline.live.ServedPipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Pipelines as the reference's REST API answers them, field by field. */
final class PipelineJson {

    private PipelineJson() {}

    /** All pipelines. */
    record Pipelines(List<PipelineModel> pipelines) {}

    /** One pipeline. */
    record One(PipelineModel pipeline) {}

    /** Identifiers of instances. */
    record Instances(List<String> instances) {}

    /** An instance that was registered. */
    record Registered(String instance) {}

    @Schema(name = "PipelineModel")
    record PipelineModel(String pipelineId, String pipelineName, List<ControllerModel> controllers) {

        static PipelineModel of(ServedPipeline pipeline) {
            return of(pipeline.id(), pipeline.name(), pipeline.controllers());
        }

        static PipelineModel of(String id, String name, List<Controller<Object>> controllers) {
            return new PipelineModel(
                    id, name, controllers.stream().map(ControllerModel::of).toList());
        }
    }

    @Schema(name = "ControllerModel")
    record ControllerModel(
            String controllerId, String controllerName, String mode, int workers, List<PhaseModel> phases) {

        static ControllerModel of(Controller<Object> controller) {
            return new ControllerModel(
                    controller.id(),
                    controller.name(),
                    controller.settings().mode().name(),
                    controller.settings().workers(),
                    controller.phases().stream().map(PhaseModel::of).toList());
        }
    }

    @Schema(name = "PhaseModel")
    record PhaseModel(String phaseId, String phaseName, List<ModuleModel> modules) {

        static PhaseModel of(Phase<Object> phase) {
            return new PhaseModel(
                    phase.id(),
                    phase.name(),
                    phase.modules().stream().map(ModuleModel::of).toList());
        }
    }

    /**
     * A module.
     *
     * @param subModules by attribute: {@code true_module} and {@code false_module} of a condition, {@code modules[0]}
     *     and so on of a combination
     */
    @Schema(name = "ModuleModel")
    record ModuleModel(String moduleId, String moduleName, Map<String, ModuleModel> subModules) {

        static ModuleModel of(PipelineModule<Object> module) {
            Map<String, ModuleModel> within = new LinkedHashMap<>();
            switch (module) {
                case Execution<Object> _, External<Object> _ -> {}
                case Condition<Object> condition -> {
                    within.put("true_module", of(condition.whenTrue()));
                    within.put("false_module", of(condition.whenFalse()));
                }
                case Combination<Object> combination -> {
                    List<PipelineModule<Object>> modules = combination.modules();
                    for (int i = 0; i < modules.size(); i++) {
                        within.put("modules[" + i + "]", of(modules.get(i)));
                    }
                }
            }
            return new ModuleModel(module.id(), module.name(), within);
        }
    }
}
