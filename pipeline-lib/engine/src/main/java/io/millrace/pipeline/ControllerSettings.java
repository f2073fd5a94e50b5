package io.millrace.pipeline;

import static java.util.Objects.requireNonNull;

import io.millrace.core.flow.Overflow;

/**
 * Workers, queue and order of a controller.
 *
 * @param mode how many at a time, and in which order they leave
 * @param workers how many packages at most are worked on at a time; below 1, or with
 *     {@link ControllerMode#NOT_PARALLEL}, one
 * @param queueSize how many packages wait at most; below 0: as many as {@code workers} was given, before it was set to
 *     one; 0: none waits, and a package that finds all workers busy overflows
 * @param queueBytes how many bytes of data wait at most, as the pipeline's sizer counts them; 0 means no such bound
 * @param overflow what happens when the queue is full. {@link Overflow#BLOCK}: at the first controller the caller
 *     waits, at a later one the package keeps its worker of the controller before until there is room. The reference's
 *     own is {@link Overflow#DROP_OLDEST}. {@link Overflow#DISCONNECT} is refused: nobody is connected to a queue
 * @param reorder the bound of what waits for its turn to leave; only of use in the ordered modes
 * @param callerRuns whether the thread that brings a package from outside works on it itself, its callback included,
 *     when a worker is free and recent packages were short (20 us on average): no thread is woken, but {@code execute}
 *     returns only after it. For modules that compute and never wait
 */
public record ControllerSettings(
        ControllerMode mode,
        int workers,
        int queueSize,
        long queueBytes,
        Overflow overflow,
        ReorderWindow reorder,
        boolean callerRuns) {

    /** One worker, a queue of one, in order, the oldest makes room. */
    public static final ControllerSettings DEFAULT = of(ControllerMode.NOT_PARALLEL, 1);

    public ControllerSettings {
        requireNonNull(mode, "mode is null");
        requireNonNull(overflow, "overflow is null");
        requireNonNull(reorder, "reorder is null");
        if (queueBytes < 0) {
            throw new IllegalArgumentException("queueBytes must not be negative, was " + queueBytes);
        }
        if (overflow == Overflow.DISCONNECT) {
            throw new IllegalArgumentException("overflow must not be disconnect: nobody is connected to a queue");
        }
        if (queueSize < 0) {
            queueSize = Math.max(0, workers);
        }
        if (mode == ControllerMode.NOT_PARALLEL || workers < 1) {
            workers = 1;
        }
    }

    /** That mode and so many workers, a queue as large, the oldest makes room. */
    public static ControllerSettings of(ControllerMode mode, int workers) {
        return new ControllerSettings(mode, workers, -1, 0, Overflow.DROP_OLDEST, ReorderWindow.DEFAULT, false);
    }

    /** The same with another bound of the queue. */
    public ControllerSettings withQueue(int size) {
        return new ControllerSettings(mode, workers, size, queueBytes, overflow, reorder, callerRuns);
    }

    /** The same with a bound in bytes; 0 means none. */
    public ControllerSettings withQueueBytes(long bytes) {
        return new ControllerSettings(mode, workers, queueSize, bytes, overflow, reorder, callerRuns);
    }

    /** The same with another policy. */
    public ControllerSettings withOverflow(Overflow policy) {
        return new ControllerSettings(mode, workers, queueSize, queueBytes, policy, reorder, callerRuns);
    }

    /** The same with another window. */
    public ControllerSettings withReorder(ReorderWindow window) {
        return new ControllerSettings(mode, workers, queueSize, queueBytes, overflow, window, callerRuns);
    }

    /** The same with packages that run, or do not run, on the thread that brings them. */
    public ControllerSettings withCallerRuns(boolean value) {
        return new ControllerSettings(mode, workers, queueSize, queueBytes, overflow, reorder, value);
    }
}
