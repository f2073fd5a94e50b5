package io.millrace.ingest;

import io.millrace.ingest.config.PipelineSpec;
import io.millrace.ingest.letter.Letters;
import io.millrace.ingest.status.PipelineStatus;
import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.SeriesAccount;
import java.util.List;

/**
 * A pipeline of a running {@link Ingest}.
 *
 * <p><b>Threading:</b> thread-safe. A pipeline that was replaced by another document answers as it was last.
 */
public interface IngestPipeline {

    /** As in the document. */
    String name();

    /** What it was made from. */
    PipelineSpec spec();

    /** What it does now. */
    PipelineStatus status();

    /** Closes the source; sinks store what is left. Waits until the source is closed. */
    void pause();

    /** Opens the source again after {@link #pause}. */
    void resume();

    /** Starts what was stopped, has ended or has failed, sources and sinks. */
    void start();

    /**
     * Closes source and sinks; what is not stored stays in the log. Waits for the batch under way, within the grace.
     */
    void stop();

    /** Stretches of missing rows, newest first; empty when the source knows none. */
    List<Gap> gaps();

    /** What is known of each series; empty when the source knows none. */
    List<SeriesAccount> series();

    /** What could not be stored. */
    Letters letters();
}
