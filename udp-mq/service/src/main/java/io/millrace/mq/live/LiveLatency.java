package io.millrace.mq.live;

import io.millrace.mq.hub.HubReport;
import io.millrace.mq.statistics.Percentiles;

/**
 * Latencies of about the last ten seconds in microseconds, all zero without samples.
 *
 * @param count samples; -1 when only bins were reported, whose upper bounds the figures are
 */
public record LiveLatency(long count, double p50, double p90, double p99, double p999, double max) {

    static LiveLatency of(Percentiles nanos) {
        return new LiveLatency(
                nanos.count(),
                nanos.p50() / 1e3,
                nanos.p90() / 1e3,
                nanos.p99() / 1e3,
                nanos.p999() / 1e3,
                nanos.max() / 1e3);
    }

    static LiveLatency of(HubReport report) {
        double p50 = report.p50Seconds() * 1e6;
        double p99 = report.p99Seconds() * 1e6;
        return new LiveLatency(p50 == 0 ? 0 : -1, p50, p99, p99, p99, p99);
    }
}
