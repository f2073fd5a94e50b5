package io.millrace.mq.statistics;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a node tells about one period: the content of the reference's statistics datagram.
 *
 * @param t0 start of the period, seconds since the epoch, exclusive
 * @param t1 end of the period, seconds since the epoch, inclusive
 * @param function for example {@code Marketspread}
 * @param vuid the node's id, for example {@code NODE_2}
 * @param latency bins with samples, smallest first
 * @param in messages that came in by epoch second
 * @param out messages that went out by epoch second
 */
public record StatisticsReport(
        double t0,
        double t1,
        String function,
        String vuid,
        List<LatencyBin> latency,
        SortedMap<Long, Long> in,
        SortedMap<Long, Long> out) {

    public StatisticsReport {
        requireNonNull(function, "function is null");
        requireNonNull(vuid, "vuid is null");
        latency = List.copyOf(latency);
        in = Collections.unmodifiableSortedMap(new TreeMap<>(in));
        out = Collections.unmodifiableSortedMap(new TreeMap<>(out));
    }

    /**
     * The datagram's text, byte for byte as the reference writes it: keys in the order of its sample, {@code ", "} and
     * {@code ": "} between, {@code null} for what is empty, {@code {"t0": 1458195068.309974, "t1": ...}}.
     */
    public String json() {
        return "{\"t0\": " + PythonText.jsonNumber(t0)
                + ", \"t1\": " + PythonText.jsonNumber(t1)
                + ", \"func\": " + PythonText.jsonText(function)
                + ", \"VUID\": " + PythonText.jsonText(vuid)
                + ", \"latency_time\": " + bins(false)
                + ", \"latency_count\": " + bins(true)
                + ", \"throughput_in\": " + seconds(in)
                + ", \"throughput_out\": " + seconds(out)
                + "}";
    }

    /** The key of a bin in the datagram: {@code 0.000100000 s}. */
    static String key(LatencyBin bin) {
        return String.format(Locale.ROOT, "%.9f s", bin.upper());
    }

    private String bins(boolean counts) {
        return latency.isEmpty()
                ? "null"
                : latency.stream()
                        .map(bin -> "\"" + key(bin) + "\": "
                                + (counts ? Long.toString(bin.count()) : PythonText.jsonNumber(bin.seconds())))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String seconds(Map<Long, Long> counts) {
        return counts.isEmpty()
                ? "null"
                : counts.entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    /**
     * The body of the hub's POST: {@code {"pipeline_key": "NODE_1", "t1": 1.0, "t0": 0.0, "topics": {"latency_bins":
     * {"0.001": 4}, "throughput_out": {"1795178943": 4}}}}. What is empty is {@code {}}, so a quiet period has
     * {@code "topics": {"latency_bins": {}, "throughput_out": {}}}.
     */
    public String hubJson() {
        String bins = latency.stream()
                .map(bin -> "\"" + PythonText.number(bin.upper()) + "\": " + bin.count())
                .collect(Collectors.joining(", ", "{", "}"));
        String counts = out.isEmpty() ? "{}" : seconds(out);
        return "{\"pipeline_key\": " + PythonText.jsonText(vuid)
                + ", \"t1\": " + PythonText.jsonNumber(t1)
                + ", \"t0\": " + PythonText.jsonNumber(t0)
                + ", \"topics\": {\"latency_bins\": " + bins
                + ", \"throughput_out\": " + counts
                + "}}";
    }

    /**
     * Reads a datagram of ours or of the reference.
     *
     * @throws io.millrace.core.failure.PoisonException when it is not one, with the key that is wrong
     */
    public static StatisticsReport parse(String json) {
        return new ReportReader(JsonObject.parse("statistics", json)).report();
    }
}
