package io.millrace.pipeline.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.pipeline.ExecutionModule;
import io.millrace.pipeline.ExternalReply;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.proto.ModuleStreamServiceGrpc;
import io.millrace.pipeline.proto.StreamReply;
import io.millrace.pipeline.proto.StreamRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamIT {

    private static final ExecutionModule<Object> ECHO = context -> context.setMessage("seen");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void packagesShareMessagesAndEachGetsItsOwnAnswer() throws Exception {
        try (ModuleServer server = Rig.serve(context -> context.setData("got " + context.data()));
                GrpcCall<Object> call = Rig.call(Rig.target(server), Rig.streaming())) {
            List<Future<ExternalReply<Object>>> replies = all(2000, i -> () -> call.call(Rig.request("package " + i)));
            for (int i = 0; i < replies.size(); i++) {
                ExternalReply<Object> reply = replies.get(i).get();
                assertThat(reply.data()).isEqualTo("got package " + i);
                assertThat(reply.failure()).isEmpty();
                assertThat(reply.module().orElseThrow().status()).isEqualTo(Status.SUCCESS);
            }
            assertThat(server.load().finished()).isEqualTo(2000);
        }
    }

    @Test
    void outcomesAndErrorsComeOverAStreamAsOverCalls() throws Exception {
        ExecutionModule<Object> module = context -> {
            switch (String.valueOf(context.data())) {
                case "exit" -> context.exit();
                case "fail" -> throw new IllegalStateException("no luck");
                default -> context.setData(Map.of("was", context.data()));
            }
        };
        try (ModuleServer server = Rig.serve(module);
                GrpcCall<Object> streamed = Rig.call(Rig.target(server), Rig.streaming());
                GrpcCall<Object> unary = Rig.call(Rig.target(server), Rig.unary())) {
            for (String data : List.of("exit", "fail", "go")) {
                ExternalReply<Object> one = streamed.call(Rig.request(data));
                ExternalReply<Object> other = unary.call(Rig.request(data));
                assertThat(one.data()).isEqualTo(other.data());
                assertThat(one.module().orElseThrow().status())
                        .isEqualTo(other.module().orElseThrow().status());
                assertThat(one.errors().stream().map(error -> error.type() + ": " + error.message()))
                        .isEqualTo(other.errors().stream()
                                .map(error -> error.type() + ": " + error.message())
                                .toList());
            }
        }
    }

    @Test
    void aServerWithoutStreamsIsCalledOncePerPackage() throws Exception {
        ModuleServerSettings small = ModuleServerSettings.DEFAULT.withMaxMessageBytes(100_000);
        try (ModuleServer server = Rig.serve(small, ECHO);
                GrpcCall<Object> call = Rig.call(Rig.target(server), Rig.streaming())) {
            List<Future<ExternalReply<Object>>> replies = all(200, i -> () -> call.call(Rig.request(i)));
            for (Future<ExternalReply<Object>> reply : replies) {
                assertThat(reply.get().module().orElseThrow().message()).isEqualTo("seen");
            }
            assertThat(server.load().finished()).isEqualTo(200);
        }
    }

    @Test
    void noMoreThanAllowedAreOnTheirWay() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutionModule<Object> module = context -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(2);
            now.decrementAndGet();
        };
        StreamSettings narrow = new StreamSettings(64, 5, 1, Duration.ofMinutes(1));
        try (ModuleServer server = Rig.serve(module);
                GrpcCall<Object> call = Rig.call(Rig.target(server), Rig.unary().over(narrow))) {
            for (Future<ExternalReply<Object>> reply : all(100, i -> () -> call.call(Rig.request(i)))) {
                assertThat(reply.get().failure()).isEmpty();
            }
            assertThat(most.get()).isBetween(2, 5);
        }
    }

    @Test
    void aFullServerRefusesWhatItHasNotBegun() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        ModuleServerSettings tight =
                ModuleServerSettings.DEFAULT.withBounds(1, 1).withGrace(Duration.ofMillis(200));
        try (ModuleServer server = Rig.serve(tight, _ -> hold.await());
                GrpcCall<Object> call = Rig.call(Rig.target(server), Rig.streaming())) {
            List<Future<ExternalReply<Object>>> two = all(2, i -> () -> call.call(Rig.request(i)));
            Rig.await(
                    "both are there",
                    () -> server.load().running() + server.load().waiting() == 2);
            assertThatThrownBy(() -> call.call(Rig.request("third")))
                    .isInstanceOf(TransientException.class)
                    .hasMessageContaining("the module server is full: 1 packages at work, 1 waiting");
            hold.countDown();
            for (Future<ExternalReply<Object>> reply : two) {
                assertThat(reply.get().failure()).isEmpty();
            }
        }
    }

    @Test
    void theEndOfTheTimeInterruptsTheModuleElsewhere() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        ExecutionModule<Object> module = _ -> {
            try {
                Thread.sleep(Rig.PATIENCE);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        CallSettings hasty = Rig.streaming().withDeadline(Duration.ofMillis(300));
        try (ModuleServer server = Rig.serve(module);
                GrpcCall<Object> call = Rig.call(Rig.target(server), hasty)) {
            assertThatThrownBy(() -> call.call(Rig.request("slow")))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("module server test did not answer in time: 300 ms");
            assertThat(interrupted.await(10, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void aLargeResultEndsItsOwnPackageOnly() throws Exception {
        ExecutionModule<Object> module = context -> context.setData("x".repeat(((Number) context.data()).intValue()));
        try (ModuleServer server = Rig.serve(module);
                GrpcCall<Object> call = Rig.call(
                        () -> ModuleChannels.open(
                                Rig.target(server), ChannelSettings.DEFAULT.withMaxMessageBytes(10_000)),
                        Rig.streaming().withMaxMessageBytes(10_000))) {
            List<Future<ExternalReply<Object>>> replies =
                    all(100, i -> () -> call.call(Rig.request(i == 50 ? 20_000 : 3000)));
            for (int i = 0; i < replies.size(); i++) {
                ExternalReply<Object> reply = replies.get(i).get();
                assertThat(reply.failure().isPresent()).as("package %d", i).isEqualTo(i == 50);
            }
            assertThat(replies.get(50).get().failure().orElseThrow().message()).contains("the caller takes 10000");
        }
    }

    @Test
    void aLargePackageGoesBesideTheStream() throws Exception {
        String large = "x".repeat(1_000_000);
        try (ModuleServer server = Rig.serve(ECHO);
                GrpcCall<Object> call = Rig.call(Rig.target(server), Rig.streaming())) {
            assertThat(call.call(Rig.request(large)).data()).isEqualTo(large);
        }
        try (ModuleServer server = Rig.serve(ECHO);
                GrpcCall<Object> call = Rig.call(Rig.target(server), Rig.streaming())) {
            assertThatThrownBy(() -> call.call(Rig.request("x".repeat(5_000_000))))
                    .isInstanceOf(PoisonException.class)
                    .hasMessageContaining("has no room");
        }
    }

    @Test
    void streamsAreRenewedWithoutLoss() throws Exception {
        StreamSettings restless = new StreamSettings(8, 64, 2, Duration.ofMillis(1));
        try (ModuleServer server = Rig.serve(ECHO);
                GrpcCall<Object> call = Rig.call(Rig.target(server), Rig.unary().over(restless))) {
            for (Future<ExternalReply<Object>> reply : all(2000, i -> () -> call.call(Rig.request(i)))) {
                assertThat(reply.get().failure()).isEmpty();
            }
            assertThat(server.load().finished()).isEqualTo(2000);
        }
    }

    @Test
    void aServerThatDiesTellsWhichMayHaveRunAndItsSuccessorIsFound() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ModuleServer first = Rig.serve(ModuleServerSettings.DEFAULT.withGrace(Duration.ZERO), _ -> never.await());
        int port = first.address().getPort();
        try (GrpcCall<Object> call = Rig.call("127.0.0.1:" + port, Rig.streaming())) {
            List<Future<ExternalReply<Object>>> lost = all(3, i -> () -> call.call(Rig.request(i)));
            Rig.await("all are there", () -> first.load().running() == 3);
            first.close();
            for (Future<ExternalReply<Object>> reply : lost) {
                assertThatThrownBy(reply::get)
                        .cause()
                        .isInstanceOf(TransientException.class)
                        .hasMessageContaining("the module may have run");
            }
            ModuleServerSettings same = ModuleServerSettings.DEFAULT.at("127.0.0.1", port);
            try (ModuleServer second = Rig.serve(same, ECHO)) {
                Rig.await("the successor answers", () -> answers(call));
                assertThat(second.load().finished()).isPositive();
            }
        }
    }

    @Test
    void aPeerThatNeverAnswersKeepsNothingOfWhatWasGivenUp() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        Server deaf = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new ModuleStreamServiceGrpc.ModuleStreamServiceImplBase() {
                    @Override
                    public StreamObserver<StreamRequest> runStream(StreamObserver<StreamReply> caller) {
                        streams.incrementAndGet();
                        ((io.grpc.stub.ServerCallStreamObserver<StreamReply>) caller).disableAutoRequest();
                        return new Ignoring();
                    }
                })
                .directExecutor()
                .build()
                .start();
        StreamSettings few = new StreamSettings(4, 16, 1, Duration.ofMinutes(1));
        CallSettings hasty = Rig.unary().withDeadline(Duration.ofMillis(200)).over(few);
        String large = "x".repeat(100_000);
        ManagedChannel channel = ModuleChannels.open("127.0.0.1:" + deaf.getPort(), ChannelSettings.DEFAULT);
        try (GrpcCall<Object> call = Rig.call(() -> channel, hasty)) {
            int transients = 0;
            for (Future<ExternalReply<Object>> reply :
                    all(200, i -> () -> call.call(Rig.request(large, Optional.of(Duration.ofSeconds(1)))))) {
                try {
                    reply.get();
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e).cause().isInstanceOf(TransientException.class);
                    transients++;
                }
            }
            assertThat(transients).isEqualTo(200);
            for (int round = 0; round < 4; round++) {
                for (Future<ExternalReply<Object>> reply : all(16, i -> () -> call.call(Rig.request(large)))) {
                    assertThatThrownBy(reply::get).cause().isInstanceOf(TransientException.class);
                }
            }
            assertThat(streams.get()).as("streams given up for new ones").isBetween(2, 20);
        } finally {
            deaf.shutdownNow();
            deaf.awaitTermination();
        }
    }

    private static boolean answers(GrpcCall<Object> call) {
        try {
            return call.call(Rig.request("again")).failure().isEmpty();
        } catch (TransientException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Numbered {
        Callable<ExternalReply<Object>> task(int number);
    }

    private List<Future<ExternalReply<Object>>> all(int count, Numbered tasks) {
        return IntStream.range(0, count)
                .mapToObj(i -> threads.submit(tasks.task(i)))
                .toList();
    }

    private static final class Ignoring implements StreamObserver<StreamRequest> {
        @Override
        public void onNext(StreamRequest message) {}

        @Override
        public void onError(Throwable reason) {}

        @Override
        public void onCompleted() {}
    }
}
