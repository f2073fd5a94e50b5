package io.millrace.pipeline.run;

import io.millrace.pipeline.data.ErrorRecord;

/**
 * The data and errors that a run of a module works on: those of the package itself, or a draft that the package adopts
 * once the run has succeeded.
 *
 * <p><b>Threading:</b> one thread at a time.
 *
 * @param <T> the data
 */
interface Workspace<T> {

    /** The data as of now. */
    T data();

    /** Replaces the data. */
    void data(T value);

    /** Adds an error, unless one of that identifier is already there. */
    void add(ErrorRecord error);

    /** Whether the run was given up, so that nothing it does counts any more. */
    boolean refused();

    /** When the run must be over, in the clock's nanoseconds; {@link Limit#NONE} when it may take for ever. */
    Limit limit();
}
