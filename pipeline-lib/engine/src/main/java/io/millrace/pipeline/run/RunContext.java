package io.millrace.pipeline.run;

import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.data.PackageRecord;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one run of a module sees and may change, until it is given up. */
final class RunContext<T> implements ModuleContext<T> {

    private static final Logger log = LoggerFactory.getLogger(RunContext.class);
    private static final String REFUSED =
            "Modification not allowed: the thread handling this DataPackage has timed out.";

    private final Journey<T> journey;
    private final Workspace<T> workspace;
    private final ModuleRun record;
    private final RunClock clock;
    private boolean exits;

    RunContext(Journey<T> journey, Workspace<T> workspace, ModuleRun record, RunClock clock) {
        this.journey = journey;
        this.workspace = workspace;
        this.record = record;
        this.clock = clock;
    }

    Journey<T> journey() {
        return journey;
    }

    Workspace<T> workspace() {
        return workspace;
    }

    ModuleRun record() {
        return record;
    }

    boolean exits() {
        return exits;
    }

    /** Throws when the run has been given up. */
    void check() {
        if (workspace.refused()) {
            throw refused();
        }
    }

    private IllegalStateException refused() {
        log.warn("a module that has timed out wants to change its package, refused module={}", record.name());
        return new IllegalStateException(REFUSED);
    }

    @Override
    public T data() {
        return workspace.data();
    }

    @Override
    public void setData(T data) {
        check();
        workspace.data(data);
    }

    @Override
    public void setMessage(String message) {
        check();
        if (!record.message(message)) {
            throw refused();
        }
    }

    @Override
    public void exit() {
        check();
        exits = true;
    }

    @Override
    public PackageRecord dataPackage() {
        return journey.dataPackage();
    }

    @Override
    public String controllerRecordId() {
        return journey.controllerRecordId();
    }

    @Override
    public String phaseRecordId() {
        return journey.phaseRecordId();
    }

    @Override
    public String moduleRecordId() {
        return record.id();
    }

    @Override
    public Optional<Duration> remaining() {
        return workspace.limit().remaining(clock.nanos());
    }
}
