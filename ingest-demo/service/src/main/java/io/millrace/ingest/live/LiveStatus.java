package io.millrace.ingest.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything at one second.
 *
 * @param time the moment, milliseconds since 1970
 * @param rowsPerSecond rows that came to the disk in the last second, of all pipelines
 * @param document the document in force
 * @param pipelines in the order of the document
 * @param series trades of each product
 * @param prices the last price of each product
 * @param exchange address of the simulated exchange in this process; null when there is none
 * @param missed rows that readers of live rows were not shown because the service was busy
 */
public record LiveStatus(
        long time,
        double rowsPerSecond,
        LiveDocument document,
        List<LivePipeline> pipelines,
        List<LiveSeries> series,
        List<LivePrice> prices,
        @Nullable String exchange,
        long missed) {

    public LiveStatus {
        pipelines = List.copyOf(pipelines);
        series = List.copyOf(series);
        prices = List.copyOf(prices);
    }
}
