package io.millrace.pipeline.grpc;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.millrace.core.failure.FatalException;
import io.millrace.pipeline.grpc.codec.Codecs;
import io.millrace.pipeline.proto.ModuleServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a module to pipelines elsewhere: {@code data.ModuleService/run}, the same work over a stream, health and
 * reflection.
 *
 * <p><b>Threading:</b> thread-safe. Packages run on virtual threads, at most so many at a time as the settings say.
 *
 * <p><b>Lifecycle:</b> serves from {@link #start} on; {@link #leave} tells callers to go elsewhere, {@link #drain}
 * takes no more calls and waits for those under way, {@link #close} does both and then ends what is left.
 */
public final class ModuleServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ModuleServer.class);

    /** How many packages of a stream are read beyond those that can be at work, so that workers find some at once. */
    private static final int UNREAD = 64;

    /** A server that takes less has no streams: callers fill messages up to about this. */
    private static final int STREAM_BYTES = 2 * CallStream.FULL_BYTES;

    /** How long callers have to hear of the end. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ModuleServerSettings settings;
    private final ModuleHost<?> host;
    private final Admission admission;
    private final Workers workers;
    private final HealthStatusManager health = new HealthStatusManager();
    private final ExecutorService others = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("module-server-", 0).factory());
    private final Runnable onLeave;
    private final AtomicBoolean left = new AtomicBoolean();
    private final Server server;

    private <T> ModuleServer(ModuleServerSettings settings, ModuleHost<T> host, Codecs<T> codecs, ServerExtras extras) {
        this.settings = settings;
        this.host = host;
        this.admission = new Admission(settings.concurrency(), settings.waiting());
        this.workers = new Workers(settings.concurrency());
        HostMessages<T> messages = new HostMessages<>(host, codecs);
        StreamService<T> streams =
                new StreamService<>(messages, admission, workers, 2 * settings.concurrency() + UNREAD);
        this.onLeave = streams::leave;
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(settings.host(), settings.port()), Credentials.server(settings.tls()))
                .directExecutor()
                .callExecutor(new OwnCallsAtOnce())
                .maxInboundMessageSize(settings.maxMessageBytes())
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new UnaryService<>(messages, admission, workers))
                .addService(health.getHealthService());
        if (settings.maxMessageBytes() >= STREAM_BYTES) {
            builder.addService(streams);
        }
        if (settings.reflection()) {
            builder.addService(ProtoReflectionServiceV1.newInstance());
        }
        extras.apply(builder);
        this.server = builder.build();
    }

    /**
     * Starts to serve.
     *
     * @param host closed with the server
     * @param codecs what data may be encoded with
     * @throws FatalException when the address is taken or a certificate cannot be read
     */
    public static <T> ModuleServer start(
            ModuleServerSettings settings, ModuleHost<T> host, Codecs<T> codecs, ServerExtras extras) {
        ModuleServer started = new ModuleServer(settings, host, codecs, extras);
        try {
            started.server.start();
        } catch (IOException e) {
            started.others.close();
            started.workers.close();
            throw new FatalException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason(e), e);
        }
        started.serving(ServingStatus.SERVING);
        log.info("module server listens on {}", started.address());
        return started;
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private void serving(ServingStatus status) {
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(ModuleServiceGrpc.SERVICE_NAME, status);
    }

    /** Where it listens; the port is the real one. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    /** What it is busy with. */
    public ServerLoad load() {
        return admission.load();
    }

    /** Tells callers to go elsewhere: health says not serving, streams are asked to end. Calls are still taken. */
    public void leave() {
        if (left.compareAndSet(false, true)) {
            health.enterTerminalState();
            onLeave.run();
        }
    }

    /**
     * Takes no more calls and waits for those under way.
     *
     * @param patience how long at most
     * @return whether all ended in time
     */
    public boolean drain(Duration patience) throws InterruptedException {
        leave();
        server.shutdown();
        return server.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Drains for the settings' grace, then ends what is left and closes the host. */
    @Override
    public void close() {
        try {
            if (!drain(settings.grace())) {
                log.warn("module server at {} ends with calls under way", settings.port());
                server.shutdownNow();
                // Callers are told on threads of these executors, which must live until they know.
                boolean _ = server.awaitTermination(FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
        others.shutdownNow();
        workers.close();
        host.close();
    }

    /**
     * Our own methods only hand packages to the workers, so they run on the connection's thread, as the search for a
     * method does; those of others may block.
     */
    private final class OwnCallsAtOnce implements ServerCallExecutorSupplier {
        @Override
        public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
            String service = String.valueOf(call.getMethodDescriptor().getServiceName());
            return service.startsWith("data.Module") ? Runnable::run : others;
        }
    }
}
