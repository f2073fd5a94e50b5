package io.millrace.mq.topology;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where and how often the nodes of a graph report.
 *
 * @param address {@code host:port} of a metrics receiver; null when they do not report
 * @param hub URL to which that receiver posts; null for its default
 * @param period between two reports
 */
public record StatisticsSpec(
        @Nullable String address, @Nullable String hub, Duration period) {

    /** No reports. */
    public static final StatisticsSpec NONE = new StatisticsSpec(null, null, Duration.ofSeconds(1));
}
