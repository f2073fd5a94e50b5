package io.millrace.pipeline.live;

import java.util.List;

/**
 * All pipelines at one second.
 *
 * @param time epoch second
 * @param pipelines in the order in which they came
 */
public record LiveStatus(long time, List<LivePipeline> pipelines) {

    public LiveStatus {
        pipelines = List.copyOf(pipelines);
    }
}
