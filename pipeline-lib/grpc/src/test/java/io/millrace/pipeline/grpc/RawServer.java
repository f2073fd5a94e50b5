package io.millrace.pipeline.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.millrace.pipeline.proto.DataPackage;
import io.millrace.pipeline.proto.DataPackageModule;
import io.millrace.pipeline.proto.ModuleServiceGrpc;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.ReturnDPandError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A peer that answers {@code data.ModuleService/run} with whatever bytes a test wants. */
final class RawServer implements AutoCloseable {

    private final Server server;

    private RawServer(Function<byte[], byte[]> answer) throws IOException {
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .addService(ServerServiceDefinition.builder(ModuleServiceGrpc.SERVICE_NAME)
                        .addMethod(method(), ServerCalls.asyncUnaryCall((request, observer) -> {
                            try {
                                observer.onNext(answer.apply(request));
                                observer.onCompleted();
                            } catch (RuntimeException e) {
                                observer.onError(Status.UNKNOWN
                                        .withDescription("Exception calling application: " + e.getMessage())
                                        .asRuntimeException());
                            }
                        }))
                        .build())
                .build()
                .start();
    }

    /** The method, bytes as they are. */
    static MethodDescriptor<byte[], byte[]> method() {
        return ModuleServiceGrpc.getRunMethod().toBuilder(new Bytes(), new Bytes())
                .setSchemaDescriptor(null)
                .build();
    }

    static RawServer of(Function<byte[], byte[]> answer) throws IOException {
        return new RawServer(answer);
    }

    static RawServer answering(Function<RequestDP, ReturnDPandError> answer) throws IOException {
        return new RawServer(request -> answer.apply(parsed(request)).toByteArray());
    }

    /** The package with a record of a module elsewhere, as the reference's server returns it. */
    static ReturnDPandError withSubModule(RequestDP request, io.millrace.pipeline.Status status) {
        DataPackage.Builder dataPackage = request.getDataPackage().toBuilder();
        RecordPath.find(request)
                .calling(dataPackage)
                .addSubModules(DataPackageModule.newBuilder()
                        .setId("DP-M-there")
                        .setModuleId("M-there")
                        .setModuleName("M-there")
                        .setStatusValue(status.number()));
        return ReturnDPandError.newBuilder()
                .setDataPackage(dataPackage)
                .setDataPackageModuleId("DP-M-there")
                .build();
    }

    static RequestDP parsed(byte[] request) {
        try {
            return RequestDP.parseFrom(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class Bytes implements Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
