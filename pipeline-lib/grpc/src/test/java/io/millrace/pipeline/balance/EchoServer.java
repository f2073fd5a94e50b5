package io.millrace.pipeline.balance;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.proto.ModuleServiceGrpc;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.proto.ReturnDPandError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A module server that answers with the package, slowly or not at all when told so, and reports its load. */
final class EchoServer extends ModuleServiceGrpc.ModuleServiceImplBase implements AutoCloseable {

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final Duration work;
    private final LoadReports reports = new LoadReports(Ticker.SYSTEM);
    private final Server server;
    private volatile @Nullable Status failure;
    private volatile boolean mute;

    EchoServer() throws IOException {
        this(Duration.ZERO, 4, 0);
    }

    EchoServer(Duration work, int concurrency, int port) throws IOException {
        this.work = work;
        this.server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        InsecureServerCredentials.create())
                .addService(this)
                .addService(reports.service())
                .build()
                .start();
        reports.follow(() -> new LoadSample(inFlight.get(), concurrency, finished.get(), 0));
    }

    HostPort address() {
        return new HostPort("127.0.0.1", server.getPort());
    }

    int calls() {
        return calls.get();
    }

    LoadReports reports() {
        return reports;
    }

    void fail(@Nullable Status status) {
        failure = status;
    }

    void mute() {
        mute = true;
    }

    @Override
    public void run(RequestDP request, StreamObserver<ReturnDPandError> answers) {
        calls.incrementAndGet();
        Status wrong = failure;
        if (wrong != null) {
            answers.onError(wrong.asRuntimeException());
        } else if (!mute) {
            Thread.ofVirtual().start(() -> work(request, answers));
        }
    }

    private void work(RequestDP request, StreamObserver<ReturnDPandError> answers) {
        inFlight.incrementAndGet();
        try {
            Ticker.SYSTEM.sleep(work);
            answers.onNext(ReturnDPandError.newBuilder()
                    .setDataPackage(request.getDataPackage())
                    .build());
            answers.onCompleted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.decrementAndGet();
            finished.incrementAndGet();
        }
    }

    /** Takes nothing new, finishes what it has. */
    void shutdown() {
        server.shutdown();
    }

    @Override
    public void close() {
        reports.close();
        server.shutdownNow();
    }
}
