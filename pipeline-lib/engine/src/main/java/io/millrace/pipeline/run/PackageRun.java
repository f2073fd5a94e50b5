package io.millrace.pipeline.run;

import io.millrace.pipeline.Callbacks;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecuteOptions;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.Identifiers;
import io.millrace.pipeline.data.PackageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A package on its way. One thread at a time works on it, handed over by the locks of controllers; any thread may read.
 *
 * @param <T> the data
 */
public final class PackageRun<T> implements DataPackage<T> {

    private final long idHigh = ThreadLocalRandom.current().nextLong();
    private final long idLow = ThreadLocalRandom.current().nextLong();
    private final PipelineNames names;
    private final RunClock clock;
    private final ExecuteOptions options;
    private final Callbacks<T> callbacks;
    private final long startNanos;
    private final Limit limit;
    private final List<ControllerRun> controllers = new ArrayList<>(2);
    private final List<ErrorRecord> errors = new ArrayList<>(0);
    private volatile T data;
    private volatile Status status = Status.RUNNING;
    // published by the status
    private long endNanos;

    public PackageRun(
            PipelineNames names,
            RunClock clock,
            T data,
            ExecuteOptions options,
            Callbacks<T> callbacks,
            long nowNanos) {
        this.names = names;
        this.clock = clock;
        this.data = data;
        this.options = options;
        this.callbacks = callbacks;
        this.startNanos = nowNanos;
        this.limit = Limit.after(nowNanos, options.deadline());
    }

    @Override
    public String id() {
        return Identifiers.text("DP-", idHigh, idLow);
    }

    @Override
    public String pipelineInstanceId() {
        return names.instanceId();
    }

    @Override
    public Optional<String> key() {
        return options.key();
    }

    @Override
    public T data() {
        return data;
    }

    /** Replaces the data. */
    public void data(T value) {
        data = value;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public long elapsedNanos() {
        return (status.isFinal() ? endNanos : clock.nanos()) - startNanos;
    }

    @Override
    public List<ErrorRecord> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    /** Adds an error, unless one of that identifier is already there. */
    public void add(ErrorRecord error) {
        synchronized (errors) {
            if (errors.stream().noneMatch(known -> known.id().equals(error.id()))) {
                errors.add(error);
            }
        }
    }

    /** Whether the caller gave it a deadline. */
    public boolean hasDeadline() {
        return limit.present();
    }

    /** When it must have ended, in the clock's nanoseconds; only with {@link #hasDeadline}. */
    public long deadlineNanos() {
        return limit.nanos();
    }

    Limit limit() {
        return limit;
    }

    /** What the caller asked for. */
    public ExecuteOptions options() {
        return options;
    }

    /** What to call at the end. */
    public Callbacks<T> callbacks() {
        return callbacks;
    }

    /** When it was given to the pipeline, in the clock's nanoseconds. */
    public long startNanos() {
        return startNanos;
    }

    /** The clock of its times. */
    public RunClock clock() {
        return clock;
    }

    /** Adds the record of its arrival at a controller. */
    public void arrive(ControllerRun controller) {
        synchronized (controllers) {
            controllers.add(controller);
        }
    }

    /** Ends it. */
    public void end(Status outcome, long nowNanos) {
        endNanos = nowNanos;
        status = outcome;
    }

    @Override
    public PackageRecord snapshot() {
        List<ControllerRun> runs;
        synchronized (controllers) {
            runs = List.copyOf(controllers);
        }
        Status now = status;
        boolean ended = now.isFinal();
        return new PackageRecord(
                id(),
                names.pipelineId(),
                names.pipelineName(),
                names.instanceId(),
                runs.stream().map(run -> run.snapshot(clock)).toList(),
                data,
                now,
                clock.epochSeconds(startNanos),
                ended ? clock.epochSeconds(endNanos) : 0,
                ended ? (endNanos - startNanos) / 1e9 : 0,
                errors());
    }
}
