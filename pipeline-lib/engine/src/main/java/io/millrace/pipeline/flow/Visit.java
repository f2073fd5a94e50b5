package io.millrace.pipeline.flow;

import io.millrace.pipeline.Status;
import io.millrace.pipeline.run.ControllerRun;
import io.millrace.pipeline.run.PackageRun;
import org.jspecify.annotations.Nullable;

/** A package at a station. Fields that are not final belong to the station's lock, but for those of the monitor. */
final class Visit<T> {

    final Station<T> station;
    final PackageRun<T> dataPackage;
    final ControllerRun record;
    final long sequence;
    final int priority;
    final @Nullable String key;
    final long bytes;

    /** Whether it counts among those that the station's workers are busy with. */
    boolean holdsSlot;
    /** Where it stands among those at work; -1 when it is not. */
    int place = -1;
    /** How it leaves the station; set when that is decided. */
    Status outcome = Status.RUNNING;
    /** Whether the station after this one has taken it. */
    boolean admitted;
    /** Whether it was counted among those that wait for their turn. */
    boolean waits;
    /** Whether it gave its worker back before its end. */
    boolean ending;
    /** Whether its thread was interrupted by somebody else; belongs to that thread. */
    boolean interrupted;
    /** After which look of the sentinel it could have begun. */
    int readyLook;

    private @Nullable Thread thread;
    private volatile @Nullable Status cancelled;

    Visit(Station<T> station, PackageRun<T> dataPackage, ControllerRun record, @Nullable String key, long bytes) {
        this.station = station;
        this.dataPackage = dataPackage;
        this.record = record;
        this.sequence = record.sequence();
        this.priority = dataPackage.options().priority();
        this.key = key;
        this.bytes = bytes;
    }

    /** The calling thread begins to work on it; false when it was cancelled before. */
    synchronized boolean begin() {
        if (cancelled != null) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    /** The thread is done with it; from here on no interrupt meant for this package reaches the thread. */
    synchronized void leave() {
        thread = null;
    }

    /** Ends it as soon as its module lets go: the thread that works on it is interrupted. */
    synchronized void cancel(Status end) {
        if (cancelled == null) {
            cancelled = end;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Whether its deadline has passed. */
    boolean late(long nowNanos) {
        return dataPackage.hasDeadline() && dataPackage.deadlineNanos() - nowNanos <= 0;
    }

    /** What it was cancelled as; null when it was not. */
    @Nullable
    Status cancelled() {
        return cancelled;
    }
}
