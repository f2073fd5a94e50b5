package io.millrace.ingest;

import java.time.Duration;

/**
 * Hears what sinks do, for meters.
 *
 * <p><b>Threading:</b> called by the threads of sinks, any number at a time; must return at once.
 */
public interface IngestListener {

    /** Hears nothing. */
    IngestListener NONE = new IngestListener() {};

    /**
     * A batch was stored.
     *
     * @param rows rows in it
     * @param time how long the write took
     */
    default void stored(String pipeline, String sink, int rows, Duration time) {}

    /** Pipelines or their sinks are others now. */
    default void changed(Ingest ingest) {}
}
