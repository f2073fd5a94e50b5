package io.millrace.pipeline.grpc;

import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Random records of packages, with empty and strange values among them. */
final class RecordSamples {

    private static final String[] TEXTS = {"", "a", "DP-1757f0a2", "Zürich", "日本 \ud83d\ude80", "x".repeat(200)};
    private static final double[] TIMES = {0.0, -0.0, 1.5, 1_763_733_000.25, Double.MIN_VALUE, -3};

    private final Random random;

    RecordSamples(long seed) {
        this.random = new Random(seed);
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private double time() {
        return TIMES[random.nextInt(TIMES.length)];
    }

    private Status status() {
        return List.of(Status.values()).get(random.nextInt(Status.values().length));
    }

    private <E> List<E> some(int max, IntFunction<E> make) {
        return IntStream.range(0, random.nextInt(max + 1)).mapToObj(make).toList();
    }

    ErrorRecord error() {
        return new ErrorRecord(
                text(),
                text(),
                text(),
                List.of(text()),
                text(),
                text(),
                random.nextLong(),
                random.nextBoolean(),
                Map.of("a", text()));
    }

    ModuleRecord module(String id, int depth) {
        return new ModuleRecord(
                id,
                text(),
                text(),
                status(),
                time(),
                time(),
                time(),
                time(),
                some(depth, i -> module(id + "." + i, depth - 1)),
                text(),
                random.nextInt(4) == 0 ? Optional.of(error()) : Optional.empty());
    }

    private PhaseRecord phase(String id) {
        return new PhaseRecord(
                id, text(), text(), status(), time(), time(), time(), some(3, i -> module(id + "-M" + i, 2)));
    }

    private ControllerRecord controller(String id) {
        long[] sequences = {0, 7, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE};
        return new ControllerRecord(
                id,
                text(),
                text(),
                text(),
                random.nextInt(),
                sequences[random.nextInt(sequences.length)],
                status(),
                time(),
                time(),
                time(),
                time(),
                time(),
                some(3, i -> phase(id + "-PP" + i)));
    }

    PackageRecord dataPackage(Object data) {
        return new PackageRecord(
                text(),
                text(),
                text(),
                text(),
                some(3, i -> controller("C" + i)),
                data,
                status(),
                time(),
                time(),
                time(),
                some(2, _ -> error()));
    }

    ExternalRequest<Object> request(Object data) {
        String controller = "C" + random.nextInt(3);
        String phase = controller + "-PP" + random.nextInt(3);
        String module = phase + "-M" + random.nextInt(3) + (random.nextBoolean() ? ".0" : "");
        Optional<Duration> remaining =
                random.nextBoolean() ? Optional.of(Duration.ofNanos(random.nextInt())) : Optional.empty();
        return new ExternalRequest<>(dataPackage(data), data, controller, phase, module, remaining);
    }
}
