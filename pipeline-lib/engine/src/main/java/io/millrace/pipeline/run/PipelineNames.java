package io.millrace.pipeline.run;

/**
 * The names that every package of an instance carries.
 *
 * @param pipelineId {@code P-<uuid>}
 * @param pipelineName the pipeline's name
 * @param instanceId {@code PI-<uuid>}
 */
public record PipelineNames(String pipelineId, String pipelineName, String instanceId) {}
