package io.millrace.mq.statistics;

import io.millrace.core.failure.PoisonException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the reference's statistics datagram. */
final class ReportReader {

    private final JsonObject json;

    ReportReader(JsonObject json) {
        this.json = json;
    }

    StatisticsReport report() {
        return new StatisticsReport(
                json.number("t0"),
                json.number("t1"),
                json.text("func"),
                json.text("VUID"),
                bins(),
                seconds("throughput_in"),
                seconds("throughput_out"));
    }

    private List<LatencyBin> bins() {
        Map<String, Double> counts = json.numbers("latency_count");
        Map<String, Double> times = json.numbers("latency_time");
        List<LatencyBin> bins = new ArrayList<>();
        counts.forEach(
                (key, count) -> bins.add(new LatencyBin(bound(key), times.getOrDefault(key, 0.0), Math.round(count))));
        bins.sort(Comparator.comparingDouble(LatencyBin::upper));
        return bins;
    }

    private double bound(String key) {
        try {
            return Double.parseDouble(key.endsWith(" s") ? key.substring(0, key.length() - 2) : key);
        } catch (NumberFormatException e) {
            throw new PoisonException(
                    json.what() + ": latency_count." + key + " is not a bin such as 0.000100000 s", e);
        }
    }

    private SortedMap<Long, Long> seconds(String key) {
        SortedMap<Long, Long> seconds = new TreeMap<>();
        json.numbers(key).forEach((second, count) -> {
            try {
                seconds.put(Long.parseLong(second), Math.round(count));
            } catch (NumberFormatException e) {
                throw new PoisonException(json.what() + ": " + key + "." + second + " is not an epoch second", e);
            }
        });
        return seconds;
    }
}
