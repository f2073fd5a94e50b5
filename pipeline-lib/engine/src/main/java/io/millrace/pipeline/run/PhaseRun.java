package io.millrace.pipeline.run;

import io.millrace.pipeline.Phase;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Identifiers;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A package in one phase; for the modules of the phase, the package itself. Any thread may read. */
final class PhaseRun<T> implements RunParent, Journey<T>, Workspace<T> {

    private final long idHigh = ThreadLocalRandom.current().nextLong();
    private final long idLow = ThreadLocalRandom.current().nextLong();
    private final PackageRun<T> dataPackage;
    private final ControllerRun controller;
    private final Phase<T> definition;
    private final long startNanos;
    private final ModuleRun[] modules;
    private volatile int begun;
    private volatile Status status = Status.RUNNING;
    private long endNanos;

    PhaseRun(PackageRun<T> dataPackage, ControllerRun controller, Phase<T> definition, long nowNanos) {
        this.dataPackage = dataPackage;
        this.controller = controller;
        this.definition = definition;
        this.startNanos = nowNanos;
        this.modules = new ModuleRun[definition.modules().size()];
    }

    long startNanos() {
        return startNanos;
    }

    /** When its last module ended; when it began, before there is one. For the thread that works on it. */
    long lastNanos() {
        int count = begun;
        return count == 0 ? startNanos : modules[count - 1].endNanos();
    }

    @Override
    public void add(ModuleRun child) {
        int next = begun;
        modules[next] = child;
        begun = next + 1;
    }

    void end(Status outcome, long nowNanos) {
        endNanos = nowNanos;
        status = outcome;
    }

    /** The record as of now. */
    PhaseRecord snapshot(RunClock clock) {
        Status now = status;
        boolean ended = now.isFinal();
        List<ModuleRecord> records = new ArrayList<>();
        for (int i = 0, count = begun; i < count; i++) {
            records.add(modules[i].snapshot(clock));
        }
        return new PhaseRecord(
                phaseRecordId(),
                definition.id(),
                definition.name(),
                now,
                clock.epochSeconds(startNanos),
                ended ? clock.epochSeconds(endNanos) : 0,
                ended ? (endNanos - startNanos) / 1e9 : 0,
                records);
    }

    @Override
    public PackageRecord dataPackage() {
        return dataPackage.snapshot();
    }

    @Override
    public String controllerRecordId() {
        return controller.id();
    }

    @Override
    public String phaseRecordId() {
        return Identifiers.text("DP-PP-", idHigh, idLow);
    }

    @Override
    public T data() {
        return dataPackage.data();
    }

    @Override
    public void data(T value) {
        dataPackage.data(value);
    }

    @Override
    public void add(ErrorRecord error) {
        dataPackage.add(error);
    }

    @Override
    public boolean refused() {
        return false;
    }

    @Override
    public Limit limit() {
        return dataPackage.limit();
    }
}
