package io.millrace.pipeline.run;

import static java.util.Objects.requireNonNull;

import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A package from elsewhere in a hosted module. */
final class HostedRun<T> implements Journey<T>, Workspace<T>, RunParent {

    private final ExternalRequest<T> request;
    private final RunClock clock;
    private final Limit limit;
    private final List<ErrorRecord> errors = new ArrayList<>(0);
    private T data;
    private volatile @Nullable ModuleRun run;

    HostedRun(ExternalRequest<T> request, RunClock clock) {
        this.request = request;
        this.clock = clock;
        this.data = request.data();
        this.limit = request.remaining()
                .map(left -> Limit.at(clock.nanos() + Limit.nanosOf(left)))
                .orElse(Limit.NONE);
    }

    /** The record of the module's run. */
    ModuleRecord record() {
        return requireNonNull(run).snapshot(clock);
    }

    /** The errors that the package gained here. */
    List<ErrorRecord> errors() {
        return errors;
    }

    @Override
    public void add(ModuleRun child) {
        run = child;
    }

    @Override
    public PackageRecord dataPackage() {
        PackageRecord before = request.dataPackage();
        List<ErrorRecord> all = new ArrayList<>(before.errors());
        all.addAll(errors);
        return new PackageRecord(
                before.id(),
                before.pipelineId(),
                before.pipelineName(),
                before.pipelineInstanceId(),
                before.controllers().stream().map(this::withRun).toList(),
                data,
                before.status(),
                before.startTime(),
                before.endTime(),
                before.totalTime(),
                all);
    }

    private ControllerRecord withRun(ControllerRecord controller) {
        if (!controller.id().equals(request.controllerRecordId())) {
            return controller;
        }
        return new ControllerRecord(
                controller.id(),
                controller.controllerId(),
                controller.controllerName(),
                controller.mode(),
                controller.workers(),
                controller.sequenceNumber(),
                controller.status(),
                controller.startTime(),
                controller.endTime(),
                controller.inputWaitingTime(),
                controller.outputWaitingTime(),
                controller.totalTime(),
                controller.phases().stream().map(this::withRun).toList());
    }

    private PhaseRecord withRun(PhaseRecord phase) {
        if (!phase.id().equals(request.phaseRecordId())) {
            return phase;
        }
        return new PhaseRecord(
                phase.id(),
                phase.phaseId(),
                phase.phaseName(),
                phase.status(),
                phase.startTime(),
                phase.endTime(),
                phase.totalTime(),
                phase.modules().stream().map(this::withRun).toList());
    }

    private ModuleRecord withRun(ModuleRecord module) {
        List<ModuleRecord> subs =
                new ArrayList<>(module.subModules().stream().map(this::withRun).toList());
        if (module.id().equals(request.moduleRecordId())) {
            subs.add(record());
        }
        return new ModuleRecord(
                module.id(),
                module.moduleId(),
                module.moduleName(),
                module.status(),
                module.startTime(),
                module.endTime(),
                module.waitingTime(),
                module.totalTime(),
                subs,
                module.message(),
                module.error());
    }

    @Override
    public String controllerRecordId() {
        return request.controllerRecordId();
    }

    @Override
    public String phaseRecordId() {
        return request.phaseRecordId();
    }

    @Override
    public T data() {
        return data;
    }

    @Override
    public void data(T value) {
        data = value;
    }

    @Override
    public void add(ErrorRecord error) {
        if (errors.stream().noneMatch(known -> known.id().equals(error.id()))) {
            errors.add(error);
        }
    }

    @Override
    public boolean refused() {
        return false;
    }

    @Override
    public Limit limit() {
        return limit;
    }
}
