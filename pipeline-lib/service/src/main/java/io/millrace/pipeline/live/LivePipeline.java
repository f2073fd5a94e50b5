package io.millrace.pipeline.live;

import java.util.List;

/**
 * A pipeline at one second.
 *
 * @param id {@code P-<uuid>}
 * @param name its name
 * @param instances those that take packages
 * @param perSecond packages that came within the last second
 * @param counts what became of the packages of these instances
 * @param times how long they took
 * @param elements its controllers
 */
public record LivePipeline(
        String id,
        String name,
        List<LiveInstance> instances,
        long perSecond,
        LiveCounts counts,
        LiveTimes times,
        List<LiveElement> elements) {

    public LivePipeline {
        instances = List.copyOf(instances);
        elements = List.copyOf(elements);
    }
}
