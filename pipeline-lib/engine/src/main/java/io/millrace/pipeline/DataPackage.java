package io.millrace.pipeline;

import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.PackageRecord;
import java.util.List;
import java.util.Optional;

/**
 * A package on its way through a pipeline; filled as it goes.
 *
 * <p><b>Threading:</b> may be read by any thread at any time.
 *
 * @param <T> the data
 */
public interface DataPackage<T> {

    /** {@code DP-<uuid>}. */
    String id();

    /** {@code PI-<uuid>}, of the instance that it went into. */
    String pipelineInstanceId();

    /** The key that orders it among others; empty when it has none. */
    Optional<String> key();

    /** The data as of now. */
    T data();

    /** Where it stands. */
    Status status();

    /** How long it has been within the pipeline: until its end, or until now, in nanoseconds. Costs no snapshot. */
    long elapsedNanos();

    /** What went wrong on its way so far. */
    List<ErrorRecord> errors();

    /** Everything about it as of now: its controllers, phases and modules with their times. */
    PackageRecord snapshot();
}
