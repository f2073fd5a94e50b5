package io.millrace.pipeline.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ModuleOptions;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.data.ModuleRecord;
import io.millrace.pipeline.grpc.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UnaryIT {

    private static final ExecutionModule<Object> MODULE = context -> {
        switch (String.valueOf(context.data())) {
            case "exit" -> context.exit();
            case "fail" -> throw new IllegalStateException("no luck");
            default -> {
                context.setMessage("Transformation succeeded");
                context.setData(context.data() + " transformed");
            }
        }
    };

    @Test
    void eachCodecCarriesPlainValuesThereAndBack() throws Exception {
        Map<String, Object> data =
                Map.of("text", "Zürich", "count", 3L, "ratio", 0.5, "list", List.of(1L, true, "two"));
        AtomicReference<Object> seen = new AtomicReference<>();
        try (ModuleServer server = Rig.serve(context -> seen.set(context.data()))) {
            for (String codec : List.of("json", "cbor", "pickle")) {
                Codecs<Object> codecs = Codecs.plain().speaking(codec).orElseThrow();
                try (GrpcCall<Object> call = new GrpcCall<>(
                        () -> ModuleChannels.open(Rig.target(server), ChannelSettings.DEFAULT), Rig.unary(), codecs)) {
                    assertThat(call.call(Rig.request(data)).data()).as(codec).isEqualTo(data);
                    assertThat(seen.getAndSet("")).as(codec).isEqualTo(data);
                }
            }
        }
    }

    @Test
    void recordsOfTheServerBecomeSubModulesOfTheCaller() throws Exception {
        try (ModuleServer server = Rig.serve(MODULE);
                PipelineInstance<Object> pipeline = Rig.pipeline(Rig.target(server), Rig.unary())) {
            DataPackage<Object> done = Rig.run(pipeline, "value");
            assertThat(done.data()).isEqualTo("value transformed");
            assertThat(done.status()).isEqualTo(Status.SUCCESS);
            ModuleRecord caller = Rig.caller(done);
            assertThat(caller.subModules()).singleElement().satisfies(sub -> {
                assertThat(sub.id()).startsWith("DP-M-").isNotEqualTo(caller.id());
                assertThat(sub.moduleName()).isEqualTo("M-Remote");
                assertThat(sub.status()).isEqualTo(Status.SUCCESS);
                assertThat(sub.message()).isEqualTo("Transformation succeeded");
                assertThat(sub.endTime()).isGreaterThanOrEqualTo(sub.startTime());
            });
        }
    }

    @Test
    void anExitElsewhereIsAnExitHere() throws Exception {
        try (ModuleServer server = Rig.serve(MODULE);
                PipelineInstance<Object> pipeline = Rig.pipeline(Rig.target(server), Rig.unary())) {
            DataPackage<Object> done = Rig.run(pipeline, "exit");
            assertThat(done.status()).isEqualTo(Status.EXIT);
            assertThat(done.errors()).isEmpty();
            assertThat(Rig.caller(done).subModules().getFirst().status()).isEqualTo(Status.EXIT);
        }
    }

    @Test
    void anErrorElsewhereKeepsItsIdTypeAndTraceback() throws Exception {
        try (ModuleServer server = Rig.serve(MODULE);
                PipelineInstance<Object> pipeline = Rig.pipeline(Rig.target(server), Rig.unary())) {
            DataPackage<Object> done = Rig.run(pipeline, "fail");
            assertThat(done.status()).isEqualTo(Status.ERROR);
            assertThat(done.data()).isEqualTo("fail");
            ModuleRecord caller = Rig.caller(done);
            ErrorRecord there = caller.subModules().getFirst().error().orElseThrow();
            assertThat(there.type()).isEqualTo("IllegalStateException");
            assertThat(there.message()).isEqualTo("no luck");
            assertThat(there.traceback()).anyMatch(line -> line.contains("UnaryIT.java:"));
            assertThat(caller.status()).isEqualTo(Status.ERROR);
            assertThat(caller.error()).contains(there);
            assertThat(done.errors()).containsExactly(there);
        }
    }

    @Test
    void statusesThatNoModuleEndsInAreErrors() throws Exception {
        for (Status status : List.of(Status.OVERFLOW, Status.OUTDATED, Status.RUNNING)) {
            try (RawServer server = RawServer.answering(request -> RawServer.withSubModule(request, status));
                    PipelineInstance<Object> pipeline = Rig.pipeline(server.target(), Rig.unary())) {
                DataPackage<Object> done = Rig.run(pipeline, "value");
                assertThat(done.status()).as("%s", status).isEqualTo(Status.ERROR);
                assertThat(done.errors().getFirst().message())
                        .isEqualTo("Invalid status Status." + status + " for module M-Caller");
            }
        }
    }

    @Test
    void theDeadlineTravelsAndItsEndInterruptsTheModuleElsewhere() throws Exception {
        CompletableFuture<Duration> remaining = new CompletableFuture<>();
        CountDownLatch interrupted = new CountDownLatch(1);
        ExecutionModule<Object> module = context -> {
            remaining.complete(context.remaining().orElse(Duration.ZERO));
            try {
                Thread.sleep(Rig.PATIENCE);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        ModuleOptions hasty = ModuleOptions.DEFAULT.withTimeout(Duration.ofMillis(400));
        try (ModuleServer server = Rig.serve(module);
                PipelineInstance<Object> pipeline =
                        Rig.pipeline(hasty, () -> Rig.call(Rig.target(server), Rig.unary()))) {
            DataPackage<Object> done = Rig.run(pipeline, "value");
            assertThat(done.status()).isEqualTo(Status.ERROR);
            assertThat(done.errors().getFirst().type()).isEqualTo("TimeoutError");
            assertThat(done.errors().getFirst().message())
                    .isEqualTo("Execution of module M-Caller timed out after 0.4 seconds.");
            assertThat(remaining.get(1, TimeUnit.SECONDS)).isBetween(Duration.ofMillis(1), Duration.ofMillis(400));
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptOfTheCallerCancelsTheModuleElsewhere() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ExecutionModule<Object> module = _ -> {
            begun.countDown();
            try {
                Thread.sleep(Rig.PATIENCE);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        for (CallSettings settings : List.of(Rig.unary(), Rig.streaming())) {
            try (ModuleServer server = Rig.serve(module);
                    GrpcCall<Object> call = Rig.call(Rig.target(server), settings)) {
                CompletableFuture<Throwable> end = new CompletableFuture<>();
                Thread caller = Thread.ofVirtual().start(() -> {
                    try {
                        call.call(Rig.request("value"));
                    } catch (InterruptedException | RuntimeException e) {
                        end.complete(e);
                    }
                });
                assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
                caller.interrupt();
                assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
                assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void messagesBeyondTheLimitsOfEitherEndAreErrorsAsData() throws Exception {
        ExecutionModule<Object> grow = context -> context.setData("x".repeat(50_000));
        ModuleServerSettings tight = ModuleServerSettings.DEFAULT.withMaxMessageBytes(20_000);
        try (ModuleServer server = Rig.serve(tight, MODULE);
                GrpcCall<Object> call = Rig.call(Rig.target(server), Rig.unary())) {
            assertThatThrownBy(() -> call.call(Rig.request("x".repeat(30_000))))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("module server test or its caller has no room");
            assertThat(call.call(Rig.request("small")).data()).isEqualTo("small transformed");
        }
        ChannelSettings narrow = ChannelSettings.DEFAULT.withMaxMessageBytes(10_000);
        try (ModuleServer server = Rig.serve(grow);
                GrpcCall<Object> call = Rig.call(() -> ModuleChannels.open(Rig.target(server), narrow), Rig.unary())) {
            assertThatThrownBy(() -> call.call(Rig.request("small")))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("10000");
        }
    }

    @Test
    void aFullServerRefusesBeforeItBegins() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        ModuleServerSettings tight =
                ModuleServerSettings.DEFAULT.withBounds(1, 0).withGrace(Duration.ofMillis(200));
        try (ModuleServer server = Rig.serve(tight, _ -> hold.await());
                PipelineInstance<Object> pipeline = Rig.pipeline(Rig.target(server), Rig.unary());
                GrpcCall<Object> call = Rig.call(Rig.target(server), Rig.unary())) {
            CompletableFuture<DataPackage<Object>> first =
                    pipeline.execute("first").toCompletableFuture();
            Rig.await("the first is at work", () -> server.load().running() == 1);
            assertThatThrownBy(() -> call.call(Rig.request("second")))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("the module server is full: 1 packages at work, 0 waiting");
            hold.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(Status.SUCCESS);
            assertThat(server.load().refused()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatLeavesFinishesWhatItHasAndSaysSo() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        ModuleServer server = Rig.serve(ModuleServerSettings.DEFAULT, _ -> hold.await());
        ManagedChannel channel = ModuleChannels.open(Rig.target(server), ChannelSettings.DEFAULT);
        try (PipelineInstance<Object> pipeline = Rig.pipeline(Rig.target(server), Rig.unary())) {
            CompletableFuture<DataPackage<Object>> one = pipeline.execute("one").toCompletableFuture();
            Rig.await("it is at work", () -> server.load().running() == 1);
            assertThat(health(channel, "data.ModuleService")).isEqualTo(ServingStatus.SERVING);
            server.leave();
            assertThat(health(channel, "data.ModuleService")).isEqualTo(ServingStatus.NOT_SERVING);
            assertThat(health(channel, "")).isEqualTo(ServingStatus.NOT_SERVING);
            Thread closer = Thread.ofVirtual().start(server::close);
            Rig.await("it takes no new connections", () -> refused(Rig.target(server)));
            hold.countDown();
            assertThat(one.get(10, TimeUnit.SECONDS).status()).isEqualTo(Status.SUCCESS);
            channel.shutdownNow();
            closer.join(Duration.ofSeconds(10));
            assertThat(closer.isAlive()).isFalse();
        } finally {
            channel.shutdownNow();
            server.close();
        }
    }

    @Test
    void reflectionListsTheServices() throws Exception {
        try (ModuleServer server = Rig.serve(MODULE)) {
            ManagedChannel channel = ModuleChannels.open(Rig.target(server), ChannelSettings.DEFAULT);
            CompletableFuture<List<String>> names = new CompletableFuture<>();
            StreamObserver<ServerReflectionRequest> asked =
                    ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new Names(names));
            asked.onNext(
                    ServerReflectionRequest.newBuilder().setListServices("").build());
            assertThat(names.get(10, TimeUnit.SECONDS))
                    .contains("data.ModuleService", "data.ModuleStreamService", "grpc.health.v1.Health");
            asked.onCompleted();
            channel.shutdownNow();
        }
    }

    @Test
    void aTakenPortIsToldAtTheStart() {
        try (ModuleServer server = Rig.serve(MODULE)) {
            int port = server.address().getPort();
            assertThatThrownBy(() -> Rig.serve(ModuleServerSettings.DEFAULT.at("127.0.0.1", port), MODULE))
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + port + ": ");
        }
    }

    private static ServingStatus health(ManagedChannel channel, String service) {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private static boolean refused(String target) {
        try (GrpcCall<Object> call = Rig.call(target, Rig.unary().withDeadline(Duration.ofMillis(500)))) {
            call.call(Rig.request("late", Optional.of(Duration.ofMillis(200))));
            return false;
        } catch (TransientException e) {
            return e.reason().contains("is not available");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Names(CompletableFuture<List<String>> names) implements StreamObserver<ServerReflectionResponse> {
        @Override
        public void onNext(ServerReflectionResponse answer) {
            names.complete(answer.getListServicesResponse().getServiceList().stream()
                    .map(ServiceResponse::getName)
                    .toList());
        }

        @Override
        public void onError(Throwable reason) {
            names.completeExceptionally(reason);
        }

        @Override
        public void onCompleted() {}
    }
}
