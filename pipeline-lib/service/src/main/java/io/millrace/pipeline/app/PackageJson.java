package io.millrace.pipeline.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Packages as the service answers them: the fields of the reference in its order, with real numbers. Times are seconds
 * since the epoch, durations are seconds.
 */
final class PackageJson {

    private PackageJson() {}

    /** A package with all its records. */
    @Schema(name = "Package")
    record Whole(
            String id,
            String pipelineId,
            String pipelineName,
            String pipelineInstanceId,
            List<InController> controllers,

            @Schema(description = "any JSON value") @Nullable
            Object data,

            String status,
            double startTime,
            double endTime,
            double totalTime,
            List<Failure> errors) {

        static Whole of(PackageRecord record) {
            return new Whole(
                    record.id(),
                    record.pipelineId(),
                    record.pipelineName(),
                    record.pipelineInstanceId(),
                    record.controllers().stream().map(InController::of).toList(),
                    record.data(),
                    record.status().name(),
                    record.startTime(),
                    record.endTime(),
                    record.totalTime(),
                    record.errors().stream().map(Failure::of).toList());
        }
    }

    /** A package at a controller. */
    @Schema(name = "PackageController")
    record InController(
            String id,
            String controllerId,
            String controllerName,
            String mode,
            int workers,
            long sequenceNumber,
            String status,
            double startTime,
            double endTime,
            double inputWaitingTime,
            double outputWaitingTime,
            double totalTime,
            List<InPhase> phases) {

        static InController of(ControllerRecord record) {
            return new InController(
                    record.id(),
                    record.controllerId(),
                    record.controllerName(),
                    record.mode(),
                    record.workers(),
                    record.sequenceNumber(),
                    record.status().name(),
                    record.startTime(),
                    record.endTime(),
                    record.inputWaitingTime(),
                    record.outputWaitingTime(),
                    record.totalTime(),
                    record.phases().stream().map(InPhase::of).toList());
        }
    }

    /** A package in a phase. */
    @Schema(name = "PackagePhase")
    record InPhase(
            String id,
            String phaseId,
            String phaseName,
            String status,
            double startTime,
            double endTime,
            double totalTime,
            List<InModule> modules) {

        static InPhase of(PhaseRecord record) {
            return new InPhase(
                    record.id(),
                    record.phaseId(),
                    record.phaseName(),
                    record.status().name(),
                    record.startTime(),
                    record.endTime(),
                    record.totalTime(),
                    record.modules().stream().map(InModule::of).toList());
        }
    }

    /** A package in a module. */
    @Schema(name = "PackageModule")
    record InModule(
            String id,
            String moduleId,
            String moduleName,
            String status,
            double startTime,
            double endTime,
            double waitingTime,
            double totalTime,
            List<InModule> subModules,
            String message,
            @Nullable Failure error) {

        static InModule of(ModuleRecord record) {
            return new InModule(
                    record.id(),
                    record.moduleId(),
                    record.moduleName(),
                    record.status().name(),
                    record.startTime(),
                    record.endTime(),
                    record.waitingTime(),
                    record.totalTime(),
                    record.subModules().stream().map(InModule::of).toList(),
                    record.message(),
                    record.error().map(Failure::of).orElse(null));
        }
    }

    /** An error, with the keys of the reference's error JSON. */
    @Schema(name = "PackageError")
    record Failure(
            String message,
            String id,
            String type,
            List<String> traceback,
            String thread,
            String startContext,
            long threadId,
            @JsonProperty("is_daemon") boolean daemon,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> moduleVersions) {

        static Failure of(ErrorRecord record) {
            return new Failure(
                    record.message(),
                    record.id(),
                    record.type(),
                    record.traceback(),
                    record.thread(),
                    record.startContext(),
                    record.threadId(),
                    record.daemon(),
                    record.moduleVersions());
        }
    }

    /**
     * What became of a package, without its way.
     *
     * @param line which line of the request it was, from 1; left out of streams
     * @param endTime 0 while it is within the pipeline
     */
    @Schema(name = "Result")
    record Result(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer line,

            String id,
            String pipelineName,
            String pipelineInstanceId,

            @Schema(description = "any JSON value") @Nullable
            Object data,

            String status,
            double startTime,
            double endTime,
            double totalTime,
            List<Problem> errors) {

        static Result of(PackageRecord record, @Nullable Integer line) {
            return new Result(
                    line,
                    record.id(),
                    record.pipelineName(),
                    record.pipelineInstanceId(),
                    record.data(),
                    record.status().name(),
                    record.startTime(),
                    record.endTime(),
                    record.totalTime(),
                    record.errors().stream()
                            .map(error -> new Problem(error.id(), error.type(), error.message()))
                            .toList());
        }
    }

    /** An error in short. */
    @Schema(name = "ResultError")
    record Problem(String id, String type, String message) {}

    /** Where a package that was accepted can be looked at. */
    @Schema(name = "Accepted")
    record Accepted(String id, String status, String location) {}

    /** The packages that ended last, the latest first, and those that took longest, the slowest first. */
    @Schema(name = "Packages")
    record Lists(List<Result> recent, List<Result> slowest) {}
}
