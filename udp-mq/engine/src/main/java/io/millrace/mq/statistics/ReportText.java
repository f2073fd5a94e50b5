package io.millrace.mq.statistics;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The block that the reference's receiver prints for each datagram, byte for byte. */
public final class ReportText {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;

    /**
     * Text with local times.
     *
     * @param zone of the times that are shown
     */
    public ReportText(ZoneId zone) {
        this.zone = zone;
    }

    /** The block, which begins and ends with an empty line, without the line end that printing adds. */
    public String of(StatisticsReport report) {
        return "\n    Vertex: " + report.vuid()
                + "\n    Function: " + report.function()
                + "\n    Measurement Period: (" + dateTime(report.t0()) + ", " + dateTime(report.t1()) + "]"
                + "\n    Throughput:\n        TIME           IN        OUT\n"
                + throughput(report)
                + "\n    Latency:\n"
                + latency(report.latency())
                + "\n\n    ";
    }

    private String throughput(StatisticsReport report) {
        TreeSet<Long> seconds = new TreeSet<>(report.in().keySet());
        seconds.addAll(report.out().keySet());
        return String.join(
                "\n",
                seconds.stream()
                        .map(second -> String.format(
                                Locale.ROOT,
                                "        %-15s%-10d%-10d",
                                TIME.format(Instant.ofEpochSecond(second).atZone(zone)),
                                report.in().getOrDefault(second, 0L),
                                report.out().getOrDefault(second, 0L)))
                        .toList());
    }

    private static String latency(List<LatencyBin> bins) {
        if (bins.isEmpty()) {
            return "";
        }
        double all = bins.stream().mapToLong(LatencyBin::count).sum();
        String header = String.format(
                Locale.ROOT, "        %-20s%-15s PCT    %-9s%-15s\n", "BIN (max)", "MEAN", "COUNT", "SUM");
        return header
                + String.join(
                        "\n",
                        bins.stream()
                                .sorted(Comparator.comparing(StatisticsReport::key))
                                .map(bin -> String.format(
                                        Locale.ROOT,
                                        "        %-20s%-15.9f%6.2f  %-9d%-15.9f",
                                        StatisticsReport.key(bin),
                                        bin.seconds() / bin.count(),
                                        100 * bin.count() / all,
                                        bin.count(),
                                        bin.seconds()))
                                .toList());
    }

    /** As Python shows a local time: microseconds only when there are any. */
    private String dateTime(double epochSeconds) {
        long micros = Math.round(Math.rint(epochSeconds * 1e6));
        ZonedDateTime time = Instant.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L)
                .atZone(zone);
        return (time.getNano() == 0 ? SECONDS : MICROS).format(time);
    }
}
