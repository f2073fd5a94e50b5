package io.millrace.pipeline.grpc;

import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import io.millrace.pipeline.proto.DataPackage;
import io.millrace.pipeline.proto.DataPackageController;
import io.millrace.pipeline.proto.DataPackageModule;
import io.millrace.pipeline.proto.DataPackagePhase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a package as records, and the record of a module as a message; {@link PackageWriter} writes the rest.
 */
final class PackageMessages {

    private static final Status[] STATUSES = Status.values();

    private PackageMessages() {}

    static PackageRecord record(DataPackage from, @Nullable Object data) {
        return new PackageRecord(
                from.getId(),
                from.getPipelineId(),
                from.getPipelineName(),
                from.getPipelineInstanceId(),
                from.getControllersList().stream().map(PackageMessages::record).toList(),
                data,
                status(from.getStatusValue()),
                from.getStartTime(),
                from.getEndTime(),
                from.getTotalTime(),
                from.getErrorsList().stream().map(ErrorMessages::record).toList());
    }

    private static ControllerRecord record(DataPackageController from) {
        return new ControllerRecord(
                from.getId(),
                from.getControllerId(),
                from.getControllerName(),
                from.getMode(),
                from.getWorkers(),
                from.getLongSequenceNumber() == 0 ? from.getSequenceNumber() : from.getLongSequenceNumber(),
                status(from.getStatusValue()),
                from.getStartTime(),
                from.getEndTime(),
                from.getInputWaitingTime(),
                from.getOutputWaitingTime(),
                from.getTotalTime(),
                from.getPhasesList().stream().map(PackageMessages::record).toList());
    }

    private static PhaseRecord record(DataPackagePhase from) {
        return new PhaseRecord(
                from.getId(),
                from.getPhaseId(),
                from.getPhaseName(),
                status(from.getStatusValue()),
                from.getStartTime(),
                from.getEndTime(),
                from.getTotalTime(),
                from.getModulesList().stream().map(PackageMessages::record).toList());
    }

    static DataPackageModule message(ModuleRecord from) {
        DataPackageModule.Builder to = DataPackageModule.newBuilder()
                .setId(from.id())
                .setModuleId(from.moduleId())
                .setModuleName(from.moduleName())
                .setStatusValue(from.status().number())
                .setStartTime(from.startTime())
                .setEndTime(from.endTime())
                .setWaitingTime(from.waitingTime())
                .setTotalTime(from.totalTime())
                .setMessage(from.message());
        from.subModules().forEach(module -> to.addSubModules(message(module)));
        from.error().ifPresent(error -> to.setError(ErrorMessages.message(error)));
        return to.build();
    }

    static ModuleRecord record(DataPackageModule from) {
        return new ModuleRecord(
                from.getId(),
                from.getModuleId(),
                from.getModuleName(),
                status(from.getStatusValue()),
                from.getStartTime(),
                from.getEndTime(),
                from.getWaitingTime(),
                from.getTotalTime(),
                from.getSubModulesList().stream().map(PackageMessages::record).toList(),
                from.getMessage(),
                from.hasError() ? Optional.of(ErrorMessages.record(from.getError())) : Optional.empty());
    }

    /** A number that nobody gave a meaning yet counts as unspecified. */
    private static Status status(int number) {
        return number >= 0 && number < STATUSES.length ? STATUSES[number] : Status.UNSPECIFIED;
    }
}
