package io.millrace.pipeline.registry;

/** Where a registered server stands. */
public enum Presence {
    /** Takes calls. */
    SERVING,
    /** Finishes what it has; gets nothing new. */
    DRAINING,
    /** Sent no heartbeat for a lease's time: called only when nobody else is there. */
    SILENT
}
