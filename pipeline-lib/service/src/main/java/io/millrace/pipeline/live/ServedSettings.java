package io.millrace.pipeline.live;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Bounds of the pipelines that a service runs.
 *
 * @param maxPipelines pipelines at a time, at least 1
 * @param maxInstances instances of each at a time, at least 1
 * @param recent packages that ended last, kept for each pipeline, at least 1
 * @param slowest packages that took longest, kept for each pipeline, from 0
 * @param recentBytes bytes of the data of each kind, for each pipeline
 * @param replace how long packages within a pipeline that is replaced or removed have to end
 * @param drain how long packages have to end when the service stops
 */
public record ServedSettings(
        int maxPipelines,
        int maxInstances,
        int recent,
        int slowest,
        long recentBytes,
        Duration replace,
        Duration drain) {
    public ServedSettings {
        requireNonNull(replace, "replace is null");
        requireNonNull(drain, "drain is null");
        if (maxPipelines < 1 || maxInstances < 1 || recent < 1 || slowest < 0 || recentBytes < 1) {
            throw new IllegalArgumentException("bounds must be positive");
        }
    }
}
