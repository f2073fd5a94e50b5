package io.millrace.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One reader of an unlimited stream, gateway and bare server in turns, as {@code benchmarks/stream.sh} starts it. */
public final class StreamBenchmark {

    private static final int ROUNDS = 3;
    private static final double WARM_UP = 0.4;

    private StreamBenchmark() {}

    /** Arguments: the gateway's port, the bare server's port, the path on the gateway, seconds for each measurement. */
    public static void main(String[] arguments) throws IOException {
        int gateway = Integer.parseInt(arguments[0]);
        int bare = Integer.parseInt(arguments[1]);
        String path = arguments[2];
        double seconds = Double.parseDouble(arguments[3]);
        System.out.printf("%-42s %10s %12s %8s%n", "median of " + ROUNDS, "MB/s", "million/s", "ratio");
        List<Target> http = List.of(
                new Target("NDJSON, bare server, one prepared buffer", bare, "/rows", false),
                new Target("NDJSON, gateway, SELECT * FROM devices", gateway, path, false));
        measure(http, seconds);
        List<Target> webSocket = List.of(
                new Target("WebSocket, bare, prepared frames", bare + 1, "/rows", true),
                new Target("WebSocket, bare, a frame per row by Vert.x", bare, "/rows", true),
                new Target("WebSocket, gateway, a frame per row", gateway, path, true));
        measure(webSocket, seconds);
    }

    private static void measure(List<Target> targets, double seconds) throws IOException {
        // a first turn that does not count: all sides meet the same, compiled reader
        for (Target target : targets) {
            target.read(seconds / 2);
        }
        List<List<RawReader.Reading>> readings = new ArrayList<>();
        targets.forEach(_ -> readings.add(new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < targets.size(); i++) {
                readings.get(i).add(targets.get(i).read(seconds));
            }
        }
        double baseline = median(readings.getFirst()).megabytesPerSecond();
        for (int i = 0; i < targets.size(); i++) {
            RawReader.Reading reading = median(readings.get(i));
            System.out.printf(
                    "%-42s %10.0f %12.2f %8.2f%n",
                    targets.get(i).name(),
                    reading.megabytesPerSecond(),
                    reading.millionRowsPerSecond(),
                    reading.megabytesPerSecond() / baseline);
        }
    }

    private static RawReader.Reading median(List<RawReader.Reading> readings) {
        return readings.stream()
                .sorted(Comparator.comparingDouble(RawReader.Reading::megabytesPerSecond))
                .toList()
                .get(readings.size() / 2);
    }

    private record Target(String name, int port, String path, boolean webSocket) {
        RawReader.Reading read(double seconds) throws IOException {
            try (RawReader reader = RawReader.open(port, path, webSocket)) {
                reader.read(WARM_UP);
                return reader.read(seconds);
            }
        }
    }
}
