package io.millrace.pipeline.registry;

import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.millrace.core.failure.FatalException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registry on a gRPC port of its own. Closing it forgets who was registered. */
public final class RegistryServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RegistryServer.class);
    private static final long PING_SECONDS = 5;
    private static final long GRACE_MILLIS = 500;

    private final Registry registry;
    private final Ticker ticker;
    private final Server server;
    private final int port;
    private final Thread beat;

    private RegistryServer(Registry registry, Ticker ticker, Server server) {
        this.registry = registry;
        this.ticker = ticker;
        this.server = server;
        this.port = server.getPort();
        this.beat = Thread.ofVirtual().name("registry-beat").unstarted(this::beat);
    }

    /**
     * Opens the port.
     *
     * @param credentials {@link io.grpc.InsecureServerCredentials} or TLS
     * @throws FatalException when the port is taken
     */
    public static RegistryServer start(
            HostPort address, ServerCredentials credentials, RegistrySettings settings, Ticker ticker) {
        Registry registry = new Registry(settings, ticker);
        Server server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(address.host(), address.port()), credentials)
                .addService(new RegistryEndpoint(registry))
                .permitKeepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new FatalException("cannot open the registry at " + address + ": " + cause(e), e);
        }
        RegistryServer started = new RegistryServer(registry, ticker, server);
        started.beat.start();
        log.info("Registry of module servers listening, address={}:{}", address.host(), started.port);
        return started;
    }

    private static String cause(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    /** Who is registered. */
    public Registry registry() {
        return registry;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    private void beat() {
        try {
            while (!server.isShutdown()) {
                ticker.sleep(registry.settings().heartbeat());
                registry.expire();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    @Override
    public void close() {
        server.shutdown();
        beat.interrupt();
        try {
            // Those who watch never end by themselves.
            server.shutdownNow();
            boolean _ = server.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
