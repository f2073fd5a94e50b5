package io.millrace.benchmark;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.PipelineModules;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ControllerRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.data.PackageRecord;
import io.millrace.pipeline.data.PhaseRecord;
import io.millrace.pipeline.grpc.CallSettings;
import io.millrace.pipeline.grpc.ChannelSettings;
import io.millrace.pipeline.grpc.GrpcCall;
import io.millrace.pipeline.grpc.ModuleChannels;
import io.millrace.pipeline.grpc.ModuleHost;
import io.millrace.pipeline.grpc.ModuleServer;
import io.millrace.pipeline.grpc.ModuleServerSettings;
import io.millrace.pipeline.grpc.ServerExtras;
import io.millrace.pipeline.grpc.StreamSettings;
import io.millrace.pipeline.grpc.codec.Codecs;
import io.millrace.pipeline.proto.DataPackage;
import io.millrace.pipeline.proto.DataPackageController;
import io.millrace.pipeline.proto.DataPackageModule;
import io.millrace.pipeline.proto.DataPackagePhase;
import io.millrace.pipeline.proto.ModuleServiceGrpc;
import io.millrace.pipeline.proto.ModuleStreamServiceGrpc;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.ReturnDPandError;
import io.millrace.pipeline.proto.StreamCall;
import io.millrace.pipeline.proto.StreamReply;
import io.millrace.pipeline.proto.StreamRequest;
import io.millrace.pipeline.proto.StreamResult;
import io.millrace.pipeline.run.HostedModule;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Packages through a module server, both ends in this process, over the loopback. Arguments: seconds a cell (default
 * 3), then any of the parts:
 *
 * <ul>
 *   <li>{@code unary}: calls a second with 8 and 64 outstanding, beside bare grpc-java that echoes the same message, on
 *       its default executor and on a direct one;
 *   <li>{@code stream}: packages a second over a stream, several per message, beside a bare stream of one per message.
 * </ul>
 *
 * <p>Each cell also tells the bytes allocated per package, by both ends.
 */
public final class ModulesGrpcBenchmark {

    private static final int ROUNDS = 3;
    private static final double UNARY_GOAL = 0.8;
    private static final double STREAM_GOAL = 200_000;
    private static final String DATA = "{\"key\":\"value4\",\"condition\":true}";
    private static final String BARE_DEFAULT = "bare, default executor";
    private static final String BARE_DIRECT = "bare, direct executor";
    private static final String BARE_STREAM = "bare stream, one per message";
    private static final String OURS = "module server";

    private final double seconds;

    private ModulesGrpcBenchmark(double seconds) {
        this.seconds = seconds;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 3;
        List<String> parts = arguments.length > 1
                ? Arrays.asList(arguments).subList(1, arguments.length)
                : List.of("unary", "stream");
        ModulesGrpcBenchmark benchmark = new ModulesGrpcBenchmark(seconds);
        for (String part : parts) {
            switch (part) {
                case "unary" -> benchmark.unary();
                case "stream" -> benchmark.stream();
                default -> throw new IllegalArgumentException("unknown part '" + part + "': unary or stream");
            }
        }
    }

    /** One way to have a package worked on elsewhere. */
    private interface Contender extends AutoCloseable {
        /** Returns when the answer is there. */
        void call() throws InterruptedException;

        @Override
        void close();
    }

    @FunctionalInterface
    private interface Maker {
        Contender make() throws Exception;
    }

    private record Cell(double rate, double bytes) {}

    private void unary() throws Exception {
        Map<String, Maker> makers = new LinkedHashMap<>();
        makers.put(BARE_DEFAULT, () -> new BareEcho(false));
        makers.put(BARE_DIRECT, () -> new BareEcho(true));
        makers.put(OURS, () -> new Ours(CallSettings.unary("bench")));
        for (int outstanding : new int[] {8, 64}) {
            Map<String, Cell> cells = cells(makers, outstanding);
            header("unary, " + outstanding + " outstanding");
            cells.forEach(ModulesGrpcBenchmark::row);
            ratio("  beside the default executor", cells, BARE_DEFAULT);
            ratio("  beside the direct executor", cells, BARE_DIRECT);
        }
    }

    private void stream() throws Exception {
        for (int outstanding : new int[] {64, 256, 1024}) {
            Map<String, Maker> makers = new LinkedHashMap<>();
            makers.put(BARE_STREAM, BareStream::new);
            makers.put(
                    OURS,
                    () -> new Ours(CallSettings.unary("bench")
                            .over(new StreamSettings(256, outstanding, 1, Duration.ofMinutes(10)))));
            Map<String, Cell> cells = cells(makers, outstanding);
            header("streamed, " + outstanding + " outstanding");
            cells.forEach(ModulesGrpcBenchmark::row);
            double rate = rate(cells, OURS);
            System.out.printf("%-32s %12s %8.2f%n", "  beside it", "", rate / rate(cells, BARE_STREAM));
            System.out.printf("%-32s %,12.0f %8.2f%n", "  its goal", STREAM_GOAL, rate / STREAM_GOAL);
        }
    }

    private static double rate(Map<String, Cell> cells, String name) {
        return requireNonNull(cells.get(name), name).rate();
    }

    private static void header(String title) {
        System.out.printf("%-32s %12s %8s %14s%n", title, "packages/s", "ratio", "bytes/package");
    }

    private static void row(String name, Cell cell) {
        System.out.printf("%-32s %,12.0f %8s %,14.0f%n", name, cell.rate(), "", cell.bytes());
    }

    private static void ratio(String name, Map<String, Cell> cells, String beside) {
        double ratio = rate(cells, OURS) / rate(cells, beside);
        System.out.printf("%-32s %12s %8.2f (goal %.1f)%n", name, "", ratio, UNARY_GOAL);
    }

    /** Medians of rounds; every round has each of them once: what slows the machine down meets all. */
    private Map<String, Cell> cells(Map<String, Maker> makers, int outstanding) throws Exception {
        Map<String, List<Cell>> all = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, Maker> maker : makers.entrySet()) {
                Cell cell = cell(maker.getValue(), outstanding);
                if (round > 0) {
                    all.computeIfAbsent(maker.getKey(), _ -> new ArrayList<>()).add(cell);
                }
            }
        }
        Map<String, Cell> medians = new LinkedHashMap<>();
        all.forEach((name, cells) -> {
            cells.sort((a, b) -> Double.compare(a.rate(), b.rate()));
            medians.put(name, cells.get(cells.size() / 2));
        });
        return medians;
    }

    private Cell cell(Maker maker, int outstanding) throws Exception {
        try (Contender contender = maker.make()) {
            drive(contender, outstanding, seconds * 0.3);
            long bytes = allocated();
            long start = System.nanoTime();
            long count = drive(contender, outstanding, seconds);
            double taken = (System.nanoTime() - start) / 1e9;
            return new Cell(count / taken, (allocated() - bytes) / (double) count);
        }
    }

    private static long drive(Contender contender, int outstanding, double seconds) throws InterruptedException {
        LongAdder count = new LongAdder();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < outstanding; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                try {
                    while (System.nanoTime() - end < 0) {
                        contender.call();
                        count.increment();
                    }
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return count.sum();
    }

    private static long allocated() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes();
    }

    // ---- ours

    private static final class Ours implements Contender {

        private final ModuleServer server;
        private final GrpcCall<Object> call;
        private final ExternalRequest<Object> request = request();

        Ours(CallSettings settings) {
            HostedModule<Object> module =
                    new HostedModule<>(PipelineModules.execution("M-Echo", () -> _ -> {}), Ticker.SYSTEM);
            this.server = ModuleServer.start(
                    ModuleServerSettings.DEFAULT.withBounds(64, 10_000),
                    ModuleHost.of(module),
                    Codecs.plain(),
                    ServerExtras.NONE);
            String target = "127.0.0.1:" + server.address().getPort();
            this.call = new GrpcCall<>(
                    () -> ModuleChannels.open(target, ChannelSettings.DEFAULT), settings, Codecs.plain());
            call.init();
        }

        private static ExternalRequest<Object> request() {
            Map<String, Object> data = Map.of("key", "value4", "condition", true);
            ModuleRecord module = new ModuleRecord(
                    "DP-M-1", "M-1", "M-External", Status.RUNNING, 1, 0, 0, 0, List.of(), "", Optional.empty());
            PhaseRecord phase = new PhaseRecord("DP-PP-1", "PP-1", "phase", Status.RUNNING, 1, 0, 0, List.of(module));
            ControllerRecord controller = new ControllerRecord(
                    "DP-C-1", "C-1", "controller", "NO_ORDER", 8, 7, Status.RUNNING, 1, 0, 0, 0, 0, List.of(phase));
            PackageRecord dataPackage = new PackageRecord(
                    "DP-1", "P-1", "pipeline", "PI-1", List.of(controller), data, Status.RUNNING, 1, 0, 0, List.of());
            return new ExternalRequest<>(dataPackage, data, "DP-C-1", "DP-PP-1", "DP-M-1", Optional.empty());
        }

        @Override
        public void call() throws InterruptedException {
            if (call.call(request).module().isEmpty()) {
                throw new IllegalStateException("the answer has no record");
            }
        }

        @Override
        public void close() {
            call.close();
            server.close();
        }
    }

    // ---- bare

    private static RequestDP message() {
        DataPackageModule module = DataPackageModule.newBuilder()
                .setId("DP-M-1")
                .setModuleId("M-1")
                .setModuleName("M-External")
                .setStatus(io.millrace.pipeline.proto.Status.RUNNING)
                .setStartTime(1)
                .build();
        DataPackagePhase phase = DataPackagePhase.newBuilder()
                .setId("DP-PP-1")
                .setPhaseId("PP-1")
                .setPhaseName("phase")
                .setStatus(io.millrace.pipeline.proto.Status.RUNNING)
                .setStartTime(1)
                .addModules(module)
                .build();
        DataPackageController controller = DataPackageController.newBuilder()
                .setId("DP-C-1")
                .setControllerId("C-1")
                .setControllerName("controller")
                .setMode("NO_ORDER")
                .setWorkers(8)
                .setSequenceNumber(7)
                .setStatus(io.millrace.pipeline.proto.Status.RUNNING)
                .setStartTime(1)
                .addPhases(phase)
                .build();
        return RequestDP.newBuilder()
                .setDataPackage(DataPackage.newBuilder()
                        .setId("DP-1")
                        .setPipelineId("P-1")
                        .setPipelineName("pipeline")
                        .setPipelineInstanceId("PI-1")
                        .addControllers(controller)
                        .setData(ByteString.copyFromUtf8(DATA))
                        .setContentType("application/json")
                        .setStatus(io.millrace.pipeline.proto.Status.RUNNING)
                        .setStartTime(1))
                .setDataPackageControllerId("DP-C-1")
                .setDataPackagePhaseId("DP-PP-1")
                .setDataPackageModuleId("DP-M-1")
                .build();
    }

    private static NettyServerBuilder bareServer() {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static NettyChannelBuilder bareChannel(Server server) {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext();
    }

    private static final class BareEcho implements Contender {

        private final Server server;
        private final ManagedChannel channel;
        private final ModuleServiceGrpc.ModuleServiceBlockingStub stub;
        private final RequestDP request = message();

        BareEcho(boolean direct) throws Exception {
            NettyServerBuilder serving = bareServer().addService(new ModuleServiceGrpc.ModuleServiceImplBase() {
                @Override
                public void run(RequestDP asked, StreamObserver<ReturnDPandError> observer) {
                    observer.onNext(ReturnDPandError.newBuilder()
                            .setDataPackage(asked.getDataPackage())
                            .setDataPackageModuleId(asked.getDataPackageModuleId())
                            .build());
                    observer.onCompleted();
                }
            });
            this.server = (direct ? serving.directExecutor() : serving).build().start();
            NettyChannelBuilder calling = bareChannel(server);
            this.channel = (direct ? calling.directExecutor() : calling).build();
            this.stub = ModuleServiceGrpc.newBlockingStub(channel);
        }

        @Override
        public void call() {
            if (!stub.run(request).hasDataPackage()) {
                throw new IllegalStateException("the answer has no package");
            }
        }

        @Override
        public void close() {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    /** One message there and one back per package, callbacks on the connection's thread. */
    private static final class BareStream implements Contender {

        private final Server server;
        private final ManagedChannel channel;
        private final StreamObserver<StreamRequest> out;
        private final Semaphore answers = new Semaphore(0);
        private final StreamRequest request = StreamRequest.newBuilder()
                .addCalls(StreamCall.newBuilder().setNumber(1).setRequest(message()))
                .build();

        BareStream() throws Exception {
            this.server = bareServer()
                    .directExecutor()
                    .addService(new ModuleStreamServiceGrpc.ModuleStreamServiceImplBase() {
                        @Override
                        public StreamObserver<StreamRequest> runStream(StreamObserver<StreamReply> caller) {
                            return new Echo(caller);
                        }
                    })
                    .build()
                    .start();
            this.channel = bareChannel(server).directExecutor().build();
            this.out = ModuleStreamServiceGrpc.newStub(channel).runStream(new Counter(answers));
        }

        @Override
        public void call() throws InterruptedException {
            synchronized (out) {
                out.onNext(request);
            }
            answers.acquire();
        }

        @Override
        public void close() {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    private record Echo(StreamObserver<StreamReply> caller) implements StreamObserver<StreamRequest> {
        @Override
        public void onNext(StreamRequest message) {
            StreamCall call = message.getCalls(0);
            caller.onNext(StreamReply.newBuilder()
                    .addResults(StreamResult.newBuilder()
                            .setNumber(call.getNumber())
                            .setData(call.getRequest().getDataPackage().getData()))
                    .build());
        }

        @Override
        public void onError(Throwable reason) {}

        @Override
        public void onCompleted() {
            caller.onCompleted();
        }
    }

    private record Counter(Semaphore answers) implements StreamObserver<StreamReply> {
        @Override
        public void onNext(StreamReply message) {
            answers.release();
        }

        @Override
        public void onError(Throwable reason) {}

        @Override
        public void onCompleted() {}
    }
}
