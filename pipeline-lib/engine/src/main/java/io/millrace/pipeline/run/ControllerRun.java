package io.millrace.pipeline.run;

import static java.util.Objects.requireNonNull;

import io.millrace.pipeline.Controller;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.Identifiers;
import io.millrace.pipeline.data.PhaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A package at one controller. Written by the flow of packages and by the walk through phases; any thread may read. */
public final class ControllerRun {

    private final long idHigh = ThreadLocalRandom.current().nextLong();
    private final long idLow = ThreadLocalRandom.current().nextLong();
    private final Controller<?> definition;
    private final long sequence;
    private final long startNanos;
    private final @Nullable PhaseRun<?>[] phases;
    private volatile int begun;
    // published by the status, which is written after them and read before them
    private long takenNanos;
    private long doneNanos;
    private long endNanos;
    private volatile Status status = Status.WAITING;

    public ControllerRun(Controller<?> definition, long sequence, long nowNanos) {
        this.definition = definition;
        this.sequence = sequence;
        this.startNanos = nowNanos;
        this.phases = new PhaseRun<?>[definition.phases().size()];
    }

    /** {@code DP-C-<uuid>}. */
    public String id() {
        return Identifiers.text("DP-C-", idHigh, idLow);
    }

    /** Which arrival at its controller it is, from 0. */
    public long sequence() {
        return sequence;
    }

    /** When it arrived. */
    public long startNanos() {
        return startNanos;
    }

    /** When a worker took it; 0 before. */
    public long takenNanos() {
        return takenNanos;
    }

    /** When the worker was done; 0 before. */
    public long doneNanos() {
        return doneNanos;
    }

    /** A worker has taken it. */
    public void taken(long nowNanos) {
        takenNanos = nowNanos;
        status = Status.RUNNING;
    }

    /** The worker is done; what succeeded now waits for its turn. */
    public void done(Status outcome, long nowNanos) {
        doneNanos = nowNanos;
        if (outcome == Status.SUCCESS) {
            status = Status.WAITING_OUTPUT;
        }
    }

    /** It has left the controller. */
    public void end(Status outcome, long nowNanos) {
        endNanos = nowNanos;
        status = outcome;
    }

    /** It has come to a phase. */
    void add(PhaseRun<?> phase) {
        int next = begun;
        phases[next] = phase;
        begun = next + 1;
    }

    /** The record as of now. */
    ControllerRecord snapshot(RunClock clock) {
        Status now = status;
        boolean ended = now.isFinal();
        long taken = takenNanos;
        long done = doneNanos;
        long waitedUntil = taken != 0 ? taken : ended ? endNanos : startNanos;
        return new ControllerRecord(
                id(),
                definition.id(),
                definition.name(),
                definition.settings().mode().name(),
                definition.settings().workers(),
                sequence,
                now,
                clock.epochSeconds(startNanos),
                ended ? clock.epochSeconds(endNanos) : 0,
                (waitedUntil - startNanos) / 1e9,
                ended && done != 0 ? (endNanos - done) / 1e9 : 0,
                ended ? (endNanos - startNanos) / 1e9 : 0,
                phases(clock));
    }

    private List<PhaseRecord> phases(RunClock clock) {
        List<PhaseRecord> records = new ArrayList<>();
        for (int i = 0, count = begun; i < count; i++) {
            records.add(requireNonNull(phases[i]).snapshot(clock));
        }
        return records;
    }
}
