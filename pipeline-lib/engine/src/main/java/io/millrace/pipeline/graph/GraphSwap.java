package io.millrace.pipeline.graph;

import io.millrace.pipeline.Controller;
import io.millrace.pipeline.PipelineModule;
import java.util.List;

/**
 * How a running pipeline becomes another one without a stop.
 *
 * @param modules what to give to {@link io.millrace.pipeline.PipelineInstance#swap} of each instance, with the
 *     identifiers of those that they replace; none when nothing changes
 * @param controllers the controllers as they run after that
 */
public record GraphSwap(List<PipelineModule<Object>> modules, List<Controller<Object>> controllers) {
    public GraphSwap {
        modules = List.copyOf(modules);
        controllers = List.copyOf(controllers);
    }
}
