package io.millrace.pipeline.run;

import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Identifiers;
import io.millrace.pipeline.data.ModuleRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A package in one module. Once it has ended nothing changes it; any thread may read. */
final class ModuleRun implements RunParent {

    /** A run within this one: of this process, or the record of one elsewhere. */
    private sealed interface Sub {
        record Here(ModuleRun run) implements Sub {}

        record Elsewhere(ModuleRecord record) implements Sub {}
    }

    private final long idHigh = ThreadLocalRandom.current().nextLong();
    private final long idLow = ThreadLocalRandom.current().nextLong();
    private final PipelineModule<?> definition;
    private final long startNanos;
    private @Nullable List<Sub> subs;
    private @Nullable ErrorRecord error;
    private String message = "";
    private Status status = Status.RUNNING;
    private long waitedNanos;
    private long endNanos;

    ModuleRun(PipelineModule<?> definition, long startNanos) {
        this.definition = definition;
        this.startNanos = startNanos;
    }

    String id() {
        return Identifiers.text("DP-M-", idHigh, idLow);
    }

    long startNanos() {
        return startNanos;
    }

    String name() {
        return definition.name();
    }

    /** When it ended; for the thread that ended it. */
    long endNanos() {
        return endNanos;
    }

    synchronized Status status() {
        return status;
    }

    synchronized @Nullable ErrorRecord error() {
        return error;
    }

    @Override
    public synchronized void add(ModuleRun child) {
        if (!status.isFinal()) {
            subs().add(new Sub.Here(child));
        }
    }

    /** Takes the record of a run elsewhere: replaces the one of the same identifier, else it is a new one. */
    synchronized void merge(ModuleRecord elsewhere) {
        if (status.isFinal()) {
            return;
        }
        List<Sub> known = subs();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i) instanceof Sub.Elsewhere(ModuleRecord old)
                    && old.id().equals(elsewhere.id())) {
                known.set(i, new Sub.Elsewhere(elsewhere));
                return;
            }
        }
        known.add(new Sub.Elsewhere(elsewhere));
    }

    private List<Sub> subs() {
        List<Sub> list = subs;
        if (list == null) {
            list = new ArrayList<>(2);
            subs = list;
        }
        return list;
    }

    /** Says what was done; false when the run is over. */
    synchronized boolean message(String text) {
        if (status.isFinal()) {
            return false;
        }
        message = text;
        return true;
    }

    /** It waits for the module's mutex. */
    synchronized void waiting() {
        if (!status.isFinal()) {
            status = Status.WAITING;
        }
    }

    /** It has waited so long and goes on. */
    synchronized void waited(long nanos) {
        if (!status.isFinal()) {
            waitedNanos += nanos;
            status = Status.RUNNING;
        }
    }

    /** The run is over. What still runs within it has been given up and ends as an error too. */
    synchronized void end(Outcome outcome, long nowNanos) {
        if (status.isFinal()) {
            return;
        }
        endWithin(outcome, nowNanos);
        error = outcome.error();
        endNanos = nowNanos;
        status = outcome.status();
    }

    /** What still runs within it has been given up. */
    synchronized void endWithin(Outcome outcome, long nowNanos) {
        if (subs != null) {
            for (Sub sub : subs) {
                if (sub instanceof Sub.Here(ModuleRun run)) {
                    run.end(outcome, nowNanos);
                }
            }
        }
    }

    /** The record as of now. */
    synchronized ModuleRecord snapshot(RunClock clock) {
        boolean ended = status.isFinal();
        return new ModuleRecord(
                id(),
                definition.id(),
                definition.name(),
                status,
                clock.epochSeconds(startNanos),
                ended ? clock.epochSeconds(endNanos) : 0,
                waitedNanos / 1e9,
                ended ? (endNanos - startNanos) / 1e9 : 0,
                subRecords(clock),
                message,
                Optional.ofNullable(error));
    }

    private List<ModuleRecord> subRecords(RunClock clock) {
        if (subs == null) {
            return List.of();
        }
        return subs.stream()
                .map(sub -> switch (sub) {
                    case Sub.Here(ModuleRun run) -> run.snapshot(clock);
                    case Sub.Elsewhere(ModuleRecord elsewhere) -> elsewhere;
                })
                .toList();
    }
}
