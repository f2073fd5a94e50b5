package io.millrace.benchmark;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.ExternalRequest;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
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
import io.millrace.pipeline.grpc.codec.Codecs;
import io.millrace.pipeline.run.HostedModule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A module server and those who call it. */
final class GrpcOurs {

    private static final Map<String, Object> DATA = Map.of("key", "value4", "condition", true);

    private GrpcOurs() {}

    /** Sends one package to a server, whatever it answers. */
    @FunctionalInterface
    interface Sending {
        void to(String target) throws InterruptedException;
    }

    private static ModuleServer server() {
        HostedModule<Object> module =
                new HostedModule<>(PipelineModules.execution("M-Echo", () -> _ -> {}), Ticker.SYSTEM);
        return ModuleServer.start(
                ModuleServerSettings.DEFAULT.withBounds(64, 10_000),
                ModuleHost.of(module),
                Codecs.plain(),
                ServerExtras.NONE);
    }

    private static String target(ModuleServer server) {
        return "127.0.0.1:" + server.address().getPort();
    }

    private static GrpcCall<Object> call(String target, CallSettings settings) {
        return new GrpcCall<>(() -> ModuleChannels.open(target, ChannelSettings.DEFAULT), settings, Codecs.plain());
    }

    /** The way to the server alone, without a pipeline around it: the same request each time. */
    static final class Straight implements GrpcCells.Contender {

        private final ModuleServer server = server();
        private final GrpcCall<Object> call;
        private final ExternalRequest<Object> request = request();

        Straight(CallSettings settings) {
            this.call = GrpcOurs.call(target(server), settings);
            call.init();
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

        static void send(String target) throws InterruptedException {
            try (GrpcCall<Object> call = GrpcOurs.call(target, CallSettings.unary("bench"))) {
                call.call(request());
            }
        }

        private static ExternalRequest<Object> request() {
            ModuleRecord module = new ModuleRecord(
                    "DP-M-1", "M-1", "M-External", Status.RUNNING, 1, 0, 0, 0, List.of(), "", Optional.empty());
            PhaseRecord phase = new PhaseRecord("DP-PP-1", "PP-1", "phase", Status.RUNNING, 1, 0, 0, List.of(module));
            ControllerRecord controller = new ControllerRecord(
                    "DP-C-1", "C-1", "controller", "NO_ORDER", 8, 7, Status.RUNNING, 1, 0, 0, 0, 0, List.of(phase));
            PackageRecord dataPackage = new PackageRecord(
                    "DP-1", "P-1", "pipeline", "PI-1", List.of(controller), DATA, Status.RUNNING, 1, 0, 0, List.of());
            return new ExternalRequest<>(dataPackage, DATA, "DP-C-1", "DP-PP-1", "DP-M-1", Optional.empty());
        }
    }

    /** A whole pipeline of one external module, with the records and identifiers that it makes for each package. */
    static final class Whole implements GrpcCells.Contender {

        private final ModuleServer server = server();
        private final PipelineInstance<Object> instance;

        Whole(CallSettings settings, int outstanding) {
            this.instance = pipeline(target(server), settings, outstanding);
        }

        private static PipelineInstance<Object> pipeline(String target, CallSettings settings, int workers) {
            return Pipeline.<Object>builder()
                    .name("bench")
                    .controller(
                            "controller",
                            ControllerSettings.of(ControllerMode.NO_ORDER, workers),
                            PipelineModules.<Object>external(
                                    "M-External", ModuleOptions.DEFAULT, () -> GrpcOurs.call(target, settings)))
                    .build()
                    .register();
        }

        @Override
        public void call() {
            if (instance.execute(DATA).toCompletableFuture().join().status() != Status.SUCCESS) {
                throw new IllegalStateException("the package has not succeeded");
            }
        }

        @Override
        public void close() {
            instance.close();
            server.close();
        }

        static void send(String target) {
            try (PipelineInstance<Object> instance = pipeline(target, CallSettings.unary("bench"), 1)) {
                instance.execute(DATA).toCompletableFuture().join();
            }
        }
    }
}
