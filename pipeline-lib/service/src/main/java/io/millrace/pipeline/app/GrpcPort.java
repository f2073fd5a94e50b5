package io.millrace.pipeline.app;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.millrace.core.failure.FatalException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.grpc.ModuleHost;
import io.millrace.pipeline.grpc.ModuleServer;
import io.millrace.pipeline.grpc.ModuleServerSettings;
import io.millrace.pipeline.grpc.TlsSettings;
import io.millrace.pipeline.grpc.codec.Codecs;
import io.millrace.pipeline.registry.Presence;
import io.millrace.pipeline.registry.Registry;
import io.millrace.pipeline.registry.RegistryEndpoint;
import io.millrace.pipeline.registry.RegistryServer;
import io.millrace.pipeline.registry.RegistrySettings;
import io.millrace.pipeline.run.HostedModule;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gRPC port: the registry of module servers, and beside it the hosted module when there is one. */
final class GrpcPort implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GrpcPort.class);

    private final Registry registry;
    private final String host;
    private final int port;
    private final AutoCloseable server;
    private final Runnable chore;

    private GrpcPort(Registry registry, String host, int port, AutoCloseable server, Runnable chore) {
        this.registry = registry;
        this.host = host;
        this.port = port;
        this.server = server;
        this.chore = chore;
    }

    /**
     * Opens the port.
     *
     * @param hosted empty for none
     * @throws FatalException when the port is taken, a certificate cannot be read, or the module cannot be initialised
     */
    static GrpcPort open(ModulesConfig config, Optional<PipelineModule<Object>> hosted, Ticker ticker) {
        Optional<TlsSettings> tls = tls(config.grpc());
        GrpcPort opened =
                hosted.map(module -> shared(config, module, tls, ticker)).orElseGet(() -> alone(config, tls, ticker));
        // The launcher reads the port from this line.
        log.info(
                "gRPC port listens, address={} hosted={} tls={}",
                new HostPort(opened.host, opened.port),
                hosted.isPresent(),
                tls.isPresent());
        return opened;
    }

    private static GrpcPort shared(
            ModulesConfig config, PipelineModule<Object> module, Optional<TlsSettings> tls, Ticker ticker) {
        Registry registry = new Registry(RegistrySettings.DEFAULT, ticker);
        ModuleServerSettings settings = new ModuleServerSettings(
                config.grpc().host(),
                config.grpc().port(),
                config.grpc().concurrency(),
                ModuleServerSettings.DEFAULT.waiting(),
                Math.toIntExact(config.grpc().maxMessageSize().asLongValue()),
                tls,
                config.drainTimeout(),
                true);
        ModuleServer server = ModuleServer.start(
                settings,
                ModuleHost.of(new HostedModule<>(module, ticker)),
                Codecs.plain(),
                builder -> builder.addService(new RegistryEndpoint(registry)));
        return new GrpcPort(registry, config.grpc().host(), server.address().getPort(), server, registry::expire);
    }

    private static GrpcPort alone(ModulesConfig config, Optional<TlsSettings> tls, Ticker ticker) {
        ServerCredentials credentials = tls.isEmpty() ? InsecureServerCredentials.create() : credentials(tls.get());
        RegistryServer server = RegistryServer.start(
                new HostPort(config.grpc().host(), config.grpc().port()),
                credentials,
                RegistrySettings.DEFAULT,
                ticker);
        return new GrpcPort(server.registry(), config.grpc().host(), server.port(), server, () -> {});
    }

    private static Optional<TlsSettings> tls(ModulesConfig.Grpc grpc) {
        if (grpc.certificate().isEmpty() && grpc.key().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TlsSettings(grpc.certificate(), grpc.key(), grpc.trusted()));
    }

    private static ServerCredentials credentials(TlsSettings tls) {
        try {
            TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder()
                    .keyManager(
                            tls.certificate().orElseThrow().toFile(),
                            tls.key().orElseThrow().toFile());
            if (tls.trusted().isPresent()) {
                builder.trustManager(tls.trusted().get().toFile()).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (IOException e) {
            throw new FatalException("cannot read the certificate of the gRPC port", e);
        }
    }

    /** The port it listens on. */
    int port() {
        return port;
    }

    /** Where this process reaches it. */
    String target() {
        String reachable = switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> host;
        };
        return new HostPort(reachable, port).toString();
    }

    /** The module servers that registered. */
    Registry registry() {
        return registry;
    }

    /** How many servers of the registry stand so. */
    long servers(Presence presence) {
        return registry().list("", "").servers().stream()
                .filter(server -> server.presence() == presence)
                .count();
    }

    /** To be called each second. */
    void tick() {
        chore.run();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new FatalException("cannot close the gRPC port", e);
        }
    }
}
