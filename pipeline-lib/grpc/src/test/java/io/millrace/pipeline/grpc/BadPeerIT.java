package io.millrace.pipeline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.proto.Error;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.ReturnDPandError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Peers that hang, break off, or speak something else: errors as data, and the pipeline goes on. */
class BadPeerIT {

    private static final CallSettings HASTY = Rig.unary().withDeadline(Duration.ofMillis(500));

    @Test
    void aServerThatHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (RawServer server = RawServer.of(request -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return request;
        })) {
            ErrorRecord error = failure(server.target(), HASTY);
            assertThat(error.type()).isEqualTo("TransientException");
            assertThat(error.message()).startsWith("module server test did not answer in time: DEADLINE_EXCEEDED");
        }
    }

    @Test
    void aListenerThatNeverSaysAWord() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ErrorRecord error = failure("127.0.0.1:" + silent.getLocalPort(), HASTY);
            assertThat(error.type()).isEqualTo("TransientException");
            assertThat(error.message()).contains("module server test");
            ErrorRecord streamed = failure(
                    "127.0.0.1:" + silent.getLocalPort(), Rig.streaming().withDeadline(Duration.ofMillis(500)));
            assertThat(streamed.type()).isEqualTo("TransientException");
        }
    }

    @Test
    void nobodyThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (CallSettings settings : List.of(Rig.unary(), Rig.streaming())) {
            ErrorRecord error = failure("127.0.0.1:" + port, settings);
            assertThat(error.type()).isEqualTo("TransientException");
            assertThat(error.message()).contains("module server test is not available", "Connection refused");
        }
    }

    @Test
    void aServerThatAnswersGarbage() throws Exception {
        try (RawServer server = RawServer.of(_ -> "this is no message".getBytes(StandardCharsets.UTF_8))) {
            ErrorRecord error = failure(server.target(), Rig.unary());
            assertThat(error.type()).isEqualTo("FatalException");
            assertThat(error.message()).isEqualTo("module server test answered garbage: not a ReturnDPandError");
        }
    }

    @Test
    void aServerThatSpeaksHttpOfOldOrNothingKnown() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!web.isClosed()) {
                    try (Socket caller = web.accept()) {
                        caller.getOutputStream()
                                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException _) {
                        return;
                    }
                }
            });
            // Which of the two depends on whether the answer or the end of the connection is seen first.
            ErrorRecord error = failure("127.0.0.1:" + web.getLocalPort(), Rig.unary());
            assertThat(error.type()).isIn("TransientException", "FatalException");
            assertThat(error.message()).startsWith("module server test ");
        }
    }

    @Test
    void aServerThatFails() throws Exception {
        try (RawServer server = RawServer.of(_ -> {
            throw new IllegalStateException("out of order");
        })) {
            ErrorRecord error = failure(server.target(), Rig.unary());
            assertThat(error.type()).isEqualTo("FatalException");
            assertThat(error.message()).contains("broke the call", "out of order");
        }
    }

    @Test
    void aServerThatClosesMidCall() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ModuleServer server = Rig.serve(ModuleServerSettings.DEFAULT.withGrace(Duration.ZERO), _ -> {
            begun.countDown();
            never.await();
        });
        try (PipelineInstance<Object> pipeline = Rig.pipeline(Rig.target(server), Rig.unary())) {
            var end = pipeline.execute("value").toCompletableFuture();
            begun.await();
            server.close();
            DataPackage<Object> done = end.get();
            assertThat(done.status()).isEqualTo(Status.ERROR);
            assertThat(done.errors().getFirst().type()).isEqualTo("TransientException");
            assertThat(done.errors().getFirst().message()).startsWith("module server test ");
        }
    }

    @Test
    void aServerOfTheSeedGeneration() throws Exception {
        try (RawServer server = RawServer.of(_ -> seedAnswer())) {
            ErrorRecord error = failure(server.target(), Rig.unary());
            assertThat(error.type()).isEqualTo("FatalException");
            assertThat(error.message())
                    .isEqualTo("module server test is of the SEED generation, whose messages have other numbers:"
                            + " bring it to MAIN");
        }
        try (RawServer server = RawServer.of(_ -> {
            throw new IllegalStateException("Exception deserializing request!");
        })) {
            assertThat(failure(server.target(), Rig.unary()).type()).isEqualTo("FatalException");
        }
    }

    @Test
    void aCallerOfTheSeedGenerationIsTold() throws Exception {
        try (ModuleServer server = Rig.serve(_ -> {})) {
            ReturnDPandError answer = ReturnDPandError.parseFrom(send(server, seedAnswer()));
            assertThat(answer.getError().getMessage()).contains("SEED generation");
            // SEED reads the error in field 2, where MAIN has a text.
            assertThat(Error.parseFrom(answer.getDataPackageModuleIdBytes()).getMessage())
                    .contains("SEED generation");
            assertThat(server.load().finished()).isZero();
        }
    }

    @Test
    void aCallerThatSendsGarbageIsTold() throws Exception {
        try (ModuleServer server = Rig.serve(_ -> {})) {
            ReturnDPandError answer =
                    ReturnDPandError.parseFrom(send(server, "no message".getBytes(StandardCharsets.UTF_8)));
            assertThat(answer.getError().getMessage()).isEqualTo("the request is not a RequestDP");
            ReturnDPandError nowhere = ReturnDPandError.parseFrom(
                    send(server, RequestDP.getDefaultInstance().toByteArray()));
            assertThat(nowhere.getError().getMessage()).isEqualTo("Encoder gRPC to DataPackage: Controller not found");
        }
    }

    @Test
    void dataInAFormThatNobodyUnderstands() throws Exception {
        try (RawServer server = RawServer.answering(request -> {
            ReturnDPandError.Builder answer = RawServer.withSubModule(request, Status.SUCCESS).toBuilder();
            answer.getDataPackageBuilder().setContentType("application/x-unheard-of");
            return answer.build();
        })) {
            ErrorRecord error = failure(server.target(), Rig.unary());
            assertThat(error.type()).isEqualTo("PoisonException");
            assertThat(error.message()).contains("'application/x-unheard-of'", "[json, cbor, pickle");
        }
    }

    @Test
    void aPickleThatWouldRunSomethingIsRefused() throws Exception {
        String evil = "cos\nsystem\n(S'true'\ntR.";
        try (RawServer server = RawServer.answering(request -> {
            ReturnDPandError.Builder answer = RawServer.withSubModule(request, Status.SUCCESS).toBuilder();
            answer.getDataPackageBuilder().setContentType("").setData(ByteString.copyFromUtf8(evil));
            return answer.build();
        })) {
            ErrorRecord error = failure(server.target(), Rig.unary());
            assertThat(error.type()).isEqualTo("PoisonException");
            assertThat(error.message()).contains("os.system");
        }
    }

    @Test
    void anErrorAroundTheModuleKeepsItsIdTypeAndTraceback() throws Exception {
        Error there = Error.newBuilder()
                .setId("Error-there")
                .setType("ValueError")
                .setMessage("Phase not found")
                .addTraceback("Traceback (most recent call last):")
                .addTraceback("server.py:12")
                .build();
        try (RawServer server = RawServer.answering(request -> ReturnDPandError.newBuilder()
                .setDataPackage(request.getDataPackage())
                .setError(there)
                .build())) {
            ErrorRecord error = failure(server.target(), Rig.unary());
            assertThat(error.id()).isEqualTo("Error-there");
            assertThat(error.type()).isEqualTo("ValueError");
            assertThat(error.traceback()).endsWith("server.py:12");
        }
    }

    @Test
    void variablesOfAProcessNeitherLeaveNorStay() throws Exception {
        try (RawServer server = RawServer.answering(request -> {
            ReturnDPandError.Builder answer = RawServer.withSubModule(request, Status.ERROR).toBuilder();
            answer.getDataPackageBuilder()
                    .addErrors(Error.newBuilder()
                            .setId("Error-leaky")
                            .setMessage("leaky")
                            .putEnvironmentVars("SECRET", "42")
                            .putGlobalVars("token", "43")
                            .putLocalVars("password", "44"));
            return answer.build();
        })) {
            ErrorRecord kept = failure(server.target(), Rig.unary());
            assertThat(kept.id()).isEqualTo("Error-leaky");
            assertThat(kept.toString()).doesNotContain("SECRET", "token", "password");
        }
        try (ModuleServer server = Rig.serve(_ -> {
            throw new IllegalStateException("failed");
        })) {
            Encoded request =
                    new CallMessages<>(io.millrace.pipeline.grpc.codec.Codecs.plain()).request(Rig.request("value"));
            RequestDP.Builder leaky = RequestDP.parseFrom(request.stream()).toBuilder();
            leaky.getDataPackageBuilder()
                    .addErrors(Error.newBuilder().setId("Error-before").putEnvironmentVars("SECRET", "42"));
            ReturnDPandError answer =
                    ReturnDPandError.parseFrom(send(server, leaky.build().toByteArray()));
            assertThat(answer.getDataPackage().getErrorsList())
                    .hasSize(2)
                    .allSatisfy(error -> assertThat(error.getEnvironmentVarsCount()
                                    + error.getGlobalVarsCount()
                                    + error.getLocalVarsCount())
                            .isZero());
        }
    }

    /** A package that fails at the peer, and another that shows the pipeline alive. */
    private static ErrorRecord failure(String target, CallSettings settings) throws Exception {
        try (PipelineInstance<Object> pipeline = Rig.pipeline(target, settings)) {
            DataPackage<Object> done = Rig.run(pipeline, "value");
            assertThat(done.status()).isEqualTo(Status.ERROR);
            assertThat(done.data()).isEqualTo("value");
            assertThat(done.errors()).hasSize(1);
            assertThat(Rig.caller(done).error()).contains(done.errors().getFirst());
            assertThat(Rig.run(pipeline, "another").status()).isEqualTo(Status.ERROR);
            return done.errors().getFirst();
        }
    }

    /** The bytes of a package as SEED has it, with its start time in field 7. */
    private static byte[] seedAnswer() {
        UnknownFieldSet dataPackage = UnknownFieldSet.newBuilder()
                .addField(1, text("DP-1"))
                .addField(2, text("P-1"))
                .addField(3, text("PI-1"))
                .addField(
                        7,
                        UnknownFieldSet.Field.newBuilder()
                                .addFixed64(Double.doubleToLongBits(1724423573.43))
                                .build())
                .addField(12, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        return UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(dataPackage.toByteString())
                                .build())
                .build()
                .toByteArray();
    }

    private static UnknownFieldSet.Field text(String value) {
        return UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(value))
                .build();
    }

    private static byte[] send(ModuleServer server, byte[] request) {
        MethodDescriptor<byte[], byte[]> method = RawServer.method();
        ManagedChannel channel = ModuleChannels.open(Rig.target(server), ChannelSettings.DEFAULT);
        try {
            return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
        } finally {
            channel.shutdownNow();
        }
    }
}
