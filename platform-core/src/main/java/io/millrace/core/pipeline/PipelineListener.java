package io.millrace.core.pipeline;

/**
 * Watches pipelines; how meters are attached.
 *
 * <p><b>Threading:</b> called by the threads of all pipelines that it was given to. Returns within microseconds and
 * throws nothing: what it throws is logged and ignored.
 */
@FunctionalInterface
public interface PipelineListener {

    /** For those who do not watch. */
    PipelineListener NONE = _ -> {};

    void on(PipelineEvent event);
}
