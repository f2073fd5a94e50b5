package io.millrace.pipeline.graph;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.Controller;
import io.millrace.pipeline.Phase;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineBuilder;
import io.millrace.pipeline.PipelineObserver;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline of a document, checked and ready to be built.
 *
 * @param name unique within the document
 * @param instances how many instances a service starts of it, at least 1
 * @param controllers with identifiers of their own for each reading of the document
 */
public record GraphPipeline(String name, int instances, List<Controller<Object>> controllers) {
    public GraphPipeline {
        controllers = List.copyOf(controllers);
    }

    /** Builds it. Each call gives a pipeline with an identifier of its own. */
    public Pipeline<Object> build(PipelineObserver<Object> observer) {
        return build(observer, Ticker.SYSTEM);
    }

    /** The same with a clock. */
    public Pipeline<Object> build(PipelineObserver<Object> observer, Ticker ticker) {
        PipelineBuilder<Object> builder = Pipeline.<Object>builder()
                .name(name)
                .observer(observer)
                .ticker(ticker)
                .sizer(PlainValues::bytes);
        for (Controller<Object> controller : controllers) {
            builder.controller(controller.name(), controller.settings(), phases(controller));
        }
        return builder.build();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static Phase<Object>[] phases(Controller<Object> controller) {
        return controller.phases().toArray(new Phase[0]);
    }

    /**
     * How a running pipeline, built from an earlier reading, becomes this one by swapping modules.
     *
     * @param running the controllers as they run now: those of the earlier reading, or of the last swap
     * @return empty when controllers, phases or settings of controllers differ, so that it has to be built anew
     */
    public Optional<GraphSwap> swap(List<Controller<Object>> running) {
        return GraphSwaps.of(running, controllers);
    }
}
