package io.millrace.benchmark;

import static io.millrace.benchmark.GrpcCells.beside;
import static io.millrace.benchmark.GrpcCells.print;
import static io.millrace.benchmark.GrpcCells.rate;

import io.millrace.benchmark.GrpcBare.Threads;
import io.millrace.benchmark.GrpcCells.Cell;
import io.millrace.benchmark.GrpcCells.Maker;
import io.millrace.pipeline.grpc.CallSettings;
import io.millrace.pipeline.grpc.StreamSettings;
import io.millrace.pipeline.proto.RequestDP;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packages through a module server, both ends in this process, over the loopback. Arguments: seconds a cell (default
 * 3), then any of the parts:
 *
 * <ul>
 *   <li>{@code unary}: calls a second with 8 and 64 outstanding, beside bare grpc-java that echoes the same message, on
 *       its default executor, on virtual threads as the server's modules, and on a direct one;
 *   <li>{@code stream}: packages a second over a stream, several per message, beside a bare stream of one per message;
 *   <li>{@code pipeline}: the same for whole pipelines of one external module, whose messages are longer.
 * </ul>
 *
 * <p>What the bare ones send is what ours was seen to send. Each cell also tells the bytes allocated per package, by
 * both ends.
 */
public final class ModulesGrpcBenchmark {

    private static final String UNARY_GOAL = " (goal 0.8)";
    private static final double STREAM_GOAL = 200_000;
    private static final String BARE_DEFAULT = "bare, default executor";
    private static final String BARE_VIRTUAL = "bare, virtual threads";
    private static final String BARE_DIRECT = "bare, direct executor";
    private static final String BARE_STREAM = "bare stream, one per message";
    private static final String OURS = "module server";
    private static final String WHOLE = "pipeline and module server";
    private static final String WHOLE_STREAM = "the same over a stream";

    private final GrpcCells cells;

    private ModulesGrpcBenchmark(double seconds) {
        this.cells = new GrpcCells(seconds);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 3;
        List<String> parts = arguments.length > 1
                ? Arrays.asList(arguments).subList(1, arguments.length)
                : List.of("unary", "stream", "pipeline");
        ModulesGrpcBenchmark benchmark = new ModulesGrpcBenchmark(seconds);
        for (String part : parts) {
            switch (part) {
                case "unary" -> benchmark.unary();
                case "stream" -> benchmark.stream();
                case "pipeline" -> benchmark.pipeline();
                default -> throw new IllegalArgumentException("unknown part '" + part + "': unary, stream or pipeline");
            }
        }
    }

    private static CallSettings unarySettings() {
        return CallSettings.unary("bench");
    }

    private static CallSettings streamSettings(int outstanding) {
        return unarySettings().over(new StreamSettings(256, outstanding, 1, Duration.ofMinutes(10)));
    }

    private void unary() throws Exception {
        RequestDP message = GrpcBare.captured(GrpcOurs.Straight::send);
        Map<String, Maker> makers = new LinkedHashMap<>();
        makers.put(BARE_DEFAULT, () -> new GrpcBare.Echo(Threads.DEFAULT, message));
        makers.put(BARE_VIRTUAL, () -> new GrpcBare.Echo(Threads.VIRTUAL, message));
        makers.put(BARE_DIRECT, () -> new GrpcBare.Echo(Threads.DIRECT, message));
        makers.put(OURS, () -> new GrpcOurs.Straight(unarySettings()));
        for (int outstanding : new int[] {8, 64}) {
            Map<String, Cell> measured = cells.measure(makers, outstanding);
            print("unary, " + outstanding + " outstanding", measured);
            beside(measured, OURS, BARE_DEFAULT, UNARY_GOAL);
            beside(measured, OURS, BARE_VIRTUAL, UNARY_GOAL);
            beside(measured, OURS, BARE_DIRECT, UNARY_GOAL);
        }
    }

    private void stream() throws Exception {
        RequestDP message = GrpcBare.captured(GrpcOurs.Straight::send);
        for (int outstanding : new int[] {64, 256, 1024}) {
            Map<String, Maker> makers = new LinkedHashMap<>();
            makers.put(BARE_STREAM, () -> new GrpcBare.Stream(message));
            makers.put(OURS, () -> new GrpcOurs.Straight(streamSettings(outstanding)));
            Map<String, Cell> measured = cells.measure(makers, outstanding);
            print("streamed, " + outstanding + " outstanding", measured);
            beside(measured, OURS, BARE_STREAM, "");
            System.out.printf("  %-32s %,12.0f %8.2f%n", "its goal", STREAM_GOAL, rate(measured, OURS) / STREAM_GOAL);
        }
    }

    private void pipeline() throws Exception {
        RequestDP message = GrpcBare.captured(GrpcOurs.Whole::send);
        int outstanding = 64;
        Map<String, Maker> makers = new LinkedHashMap<>();
        makers.put(BARE_VIRTUAL, () -> new GrpcBare.Echo(Threads.VIRTUAL, message));
        makers.put(WHOLE, () -> new GrpcOurs.Whole(unarySettings(), outstanding));
        makers.put(BARE_STREAM, () -> new GrpcBare.Stream(message));
        makers.put(WHOLE_STREAM, () -> new GrpcOurs.Whole(streamSettings(outstanding), outstanding));
        Map<String, Cell> measured = cells.measure(makers, outstanding);
        print("pipeline, " + outstanding + " outstanding", measured);
        beside(measured, WHOLE, BARE_VIRTUAL, "");
        beside(measured, WHOLE_STREAM, BARE_STREAM, "");
    }
}
