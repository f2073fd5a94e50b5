package io.millrace.pipeline.statistics;

/**
 * Which element it is. What does not apply to its kind is empty.
 *
 * @param pipelineName the pipeline's name
 * @param pipelineId {@code P-<uuid>}
 * @param pipelineInstanceId {@code PI-<uuid>}
 * @param controllerName the name of its controller
 * @param controllerId {@code C-<uuid>}
 * @param phaseName the name of its phase
 * @param phaseId {@code PP-<uuid>}
 * @param moduleName the name of the module
 * @param moduleId {@code M-<class>-<uuid>}
 */
public record Element(
        ElementKind kind,
        String pipelineName,
        String pipelineId,
        String pipelineInstanceId,
        String controllerName,
        String controllerId,
        String phaseName,
        String phaseId,
        String moduleName,
        String moduleId) {}
