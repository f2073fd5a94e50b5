package io.millrace.benchmark;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.pipeline.proto.ModuleServiceGrpc;
import io.millrace.pipeline.proto.ModuleStreamServiceGrpc;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.ReturnDPandError;
import io.millrace.pipeline.proto.StreamCall;
import io.millrace.pipeline.proto.StreamReply;
import io.millrace.pipeline.proto.StreamRequest;
import io.millrace.pipeline.proto.StreamResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** What grpc-java does with the same messages and nothing around it. */
final class GrpcBare {

    /** What the server's calls run on. */
    enum Threads {
        /** grpc-java's own pool of threads of the platform. */
        DEFAULT,
        /** A virtual thread per task, as modules have. */
        VIRTUAL,
        /** The connection's. */
        DIRECT
    }

    private GrpcBare() {}

    private static NettyServerBuilder server() {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static NettyChannelBuilder channel(Server server) {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext();
    }

    /** The message that a call of ours sends, as a server gets it. */
    static RequestDP captured(GrpcOurs.Sending sending) throws Exception {
        CompletableFuture<RequestDP> message = new CompletableFuture<>();
        Server server = server().addService(new ModuleServiceGrpc.ModuleServiceImplBase() {
                    @Override
                    public void run(RequestDP asked, StreamObserver<ReturnDPandError> observer) {
                        message.complete(asked);
                        observer.onNext(ReturnDPandError.getDefaultInstance());
                        observer.onCompleted();
                    }
                })
                .build()
                .start();
        try {
            sending.to("127.0.0.1:" + server.getPort());
            return message.join();
        } finally {
            server.shutdownNow();
        }
    }

    /** One call per package, echoed. */
    static final class Echo implements GrpcCells.Contender {

        private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
        private final Server server;
        private final ManagedChannel channel;
        private final ModuleServiceGrpc.ModuleServiceBlockingStub stub;
        private final RequestDP request;

        Echo(Threads threads, RequestDP request) throws Exception {
            this.request = request;
            NettyServerBuilder serving = server().addService(new ModuleServiceGrpc.ModuleServiceImplBase() {
                @Override
                public void run(RequestDP asked, StreamObserver<ReturnDPandError> observer) {
                    observer.onNext(ReturnDPandError.newBuilder()
                            .setDataPackage(asked.getDataPackage())
                            .setDataPackageModuleId(asked.getDataPackageModuleId())
                            .build());
                    observer.onCompleted();
                }
            });
            switch (threads) {
                case DEFAULT -> {}
                case VIRTUAL -> serving.executor(virtual);
                case DIRECT -> serving.directExecutor();
            }
            this.server = serving.build().start();
            NettyChannelBuilder calling = channel(server);
            this.channel = (threads == Threads.DIRECT ? calling.directExecutor() : calling).build();
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
            virtual.shutdown();
        }
    }

    /** One message there and one back per package, callbacks on the connection's thread. */
    static final class Stream implements GrpcCells.Contender {

        private final Server server;
        private final ManagedChannel channel;
        private final StreamObserver<StreamRequest> out;
        private final Semaphore answers = new Semaphore(0);
        private final StreamRequest request;

        Stream(RequestDP message) throws Exception {
            this.request = StreamRequest.newBuilder()
                    .addCalls(StreamCall.newBuilder().setNumber(1).setRequest(message))
                    .build();
            this.server = server().directExecutor()
                    .addService(new ModuleStreamServiceGrpc.ModuleStreamServiceImplBase() {
                        @Override
                        public StreamObserver<StreamRequest> runStream(StreamObserver<StreamReply> caller) {
                            return new StreamEcho(caller);
                        }
                    })
                    .build()
                    .start();
            this.channel = channel(server).directExecutor().build();
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

    private record StreamEcho(StreamObserver<StreamReply> caller) implements StreamObserver<StreamRequest> {
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
