package io.millrace.pipeline.grpc;

import io.grpc.ManagedChannel;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.ControllerMode;
import io.millrace.pipeline.ControllerSettings;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ExternalCall;
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
import io.millrace.pipeline.grpc.codec.Codecs;
import io.millrace.pipeline.run.HostedModule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Servers, callers and pipelines of tests, over real sockets of the loopback. */
final class Rig {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Rig() {}

    static ModuleServer serve(ExecutionModule<Object> module) {
        return serve(ModuleServerSettings.DEFAULT.withGrace(Duration.ofMillis(200)), module);
    }

    static ModuleServer serve(ModuleServerSettings settings, ExecutionModule<Object> module) {
        HostedModule<Object> hosted =
                new HostedModule<>(PipelineModules.execution("M-Remote", () -> module), Ticker.SYSTEM);
        return ModuleServer.start(settings, ModuleHost.of(hosted), Codecs.plain(), ServerExtras.NONE);
    }

    static String target(ModuleServer server) {
        return "127.0.0.1:" + server.address().getPort();
    }

    static CallSettings unary() {
        return CallSettings.unary("test").withDeadline(PATIENCE);
    }

    static CallSettings streaming() {
        return CallSettings.streaming("test").withDeadline(PATIENCE);
    }

    static GrpcCall<Object> call(String target, CallSettings settings) {
        return call(() -> ModuleChannels.open(target, ChannelSettings.DEFAULT), settings);
    }

    static GrpcCall<Object> call(Supplier<ManagedChannel> channels, CallSettings settings) {
        return new GrpcCall<>(channels, settings, Codecs.plain());
    }

    /** A pipeline of one external module. */
    static PipelineInstance<Object> pipeline(ModuleOptions options, Supplier<? extends ExternalCall<Object>> call) {
        return Pipeline.<Object>builder()
                .name("rig")
                .controller(
                        "controller",
                        ControllerSettings.of(ControllerMode.NO_ORDER, 8).withQueue(1000),
                        PipelineModules.external("M-Caller", options, call))
                .build()
                .register();
    }

    static PipelineInstance<Object> pipeline(String target, CallSettings settings) {
        return pipeline(ModuleOptions.DEFAULT, () -> call(target, settings));
    }

    static DataPackage<Object> run(PipelineInstance<Object> instance, Object data) throws Exception {
        return instance.execute(data).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The calling record of a package that went through such a pipeline. */
    static ModuleRecord caller(DataPackage<Object> from) {
        return from.snapshot()
                .controllers()
                .getFirst()
                .phases()
                .getFirst()
                .modules()
                .getFirst();
    }

    /** A request as a pipeline makes it. */
    static ExternalRequest<Object> request(Object data, Optional<Duration> remaining) {
        ModuleRecord module = new ModuleRecord(
                "DP-M-1", "M-1", "caller", Status.RUNNING, 1, 0, 0, 0, List.of(), "", Optional.empty());
        PhaseRecord phase = new PhaseRecord("DP-PP-1", "PP-1", "phase", Status.RUNNING, 1, 0, 0, List.of(module));
        ControllerRecord controller = new ControllerRecord(
                "DP-C-1", "C-1", "controller", "NO_ORDER", 8, 1, Status.RUNNING, 1, 0, 0, 0, 0, List.of(phase));
        PackageRecord dataPackage = new PackageRecord(
                "DP-1", "P-1", "rig", "PI-1", List.of(controller), data, Status.RUNNING, 1, 0, 0, List.of());
        return new ExternalRequest<>(dataPackage, data, "DP-C-1", "DP-PP-1", "DP-M-1", remaining);
    }

    static ExternalRequest<Object> request(Object data) {
        return request(data, Optional.empty());
    }

    /** Waits until it is so. */
    static void await(String what, BooleanSupplier so) throws InterruptedException {
        long start = System.nanoTime();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            Thread.sleep(5);
        }
    }
}
