package io.millrace.pipeline.command;

import io.grpc.ServerBuilder;
import io.millrace.command.Lifetime;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.PipelineModule;
import io.millrace.pipeline.balance.LoadReports;
import io.millrace.pipeline.balance.LoadSample;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.graph.ModuleType;
import io.millrace.pipeline.grpc.ModuleHost;
import io.millrace.pipeline.grpc.ModuleServer;
import io.millrace.pipeline.grpc.ModuleServerSettings;
import io.millrace.pipeline.grpc.ServerLoad;
import io.millrace.pipeline.grpc.codec.Codecs;
import io.millrace.pipeline.registry.RegistryAccess;
import io.millrace.pipeline.registry.RegistryMember;
import io.millrace.pipeline.registry.ServedModule;
import io.millrace.pipeline.run.HostedModule;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code module-server}: a module behind a gRPC port. */
@Command(
        name = "module-server",
        mixinStandardHelpOptions = true,
        description = "Serves a module to pipelines elsewhere, over gRPC. On SIGTERM it tells the registry, takes no"
                + " more packages, finishes those it has and ends.")
final class ServerCommand implements Callable<Integer> {

    /** So long the news that a server drains may take to those who call it; who comes later is sent elsewhere. */
    private static final Duration NEWS = Duration.ofMillis(500);

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogOptions logging = new LogOptions();

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Parameters(arity = "0..1", paramLabel = "TYPE", description = "The type of module; --types lists them.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--types", description = "Lists the types that are there, and ends.")
    private boolean types;

    @Option(names = "--type-version", paramLabel = "VERSION", description = "Its version. Default: the latest.")
    private Optional<String> version = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the module; may be repeated, also with one key for a list.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--listen",
            defaultValue = "127.0.0.1:50051",
            paramLabel = "HOST:PORT",
            description = "Where to listen; port 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private HostPort listen = new HostPort("127.0.0.1", 50_051);

    @Option(
            names = "--concurrency",
            defaultValue = "64",
            description = "Packages worked on at a time. Default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(
            names = "--waiting",
            defaultValue = "1000",
            description = "Packages that wait for that at most; more are sent elsewhere. Default: ${DEFAULT-VALUE}.")
    private int waiting;

    @Option(
            names = "--max-message-bytes",
            defaultValue = "4194304",
            description = "The largest message taken. Default: ${DEFAULT-VALUE}.")
    private int maxMessageBytes;

    @Option(
            names = "--grace",
            defaultValue = "10s",
            paramLabel = "DURATION",
            description = "How long packages under way may take after SIGTERM, at most 50s. Default: ${DEFAULT-VALUE}.")
    private Duration grace = Duration.ofSeconds(10);

    @Option(
            names = "--registry",
            paramLabel = "HOST:PORT",
            description = "The registry to join, so that pipelines find this server.")
    private Optional<HostPort> registry = Optional.empty();

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            description = "Where pipelines reach this server. Default: where it listens.")
    private Optional<HostPort> advertise = Optional.empty();

    @Option(
            names = "--register-as",
            paramLabel = "NAME",
            description = "The module's name in the registry. Default: the type.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            description =
                    "Where Prometheus finds the module's meters, at /metrics; port 0 takes a free one. Default: nowhere.")
    private Optional<HostPort> metrics = Optional.empty();

    ServerCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws InterruptedException {
        logging.open(spec.commandLine().getErr());
        ModuleCatalog catalog = ModuleCatalog.installed();
        PrintWriter out = spec.commandLine().getOut();
        if (types) {
            for (ModuleType each : catalog.modules()) {
                out.printf("%-20s %-4s %s%n", each.name(), each.version(), each.description());
            }
            out.flush();
            return 0;
        }
        String wanted = type.orElseThrow(() -> wrong("which type of module? --types lists them"));
        PipelineModule<Object> module = catalog.build(wanted, version, ModuleOptionsText.read(settings));
        checkAdvertised();
        try (LoadReports reports = new LoadReports(Ticker.SYSTEM)) {
            serve(
                    module,
                    new Served(
                            wanted,
                            catalog.module(wanted, version).orElseThrow().version()),
                    reports);
        }
        out.println("module-server: stopped");
        out.flush();
        return 0;
    }

    /** What is served, as the registry calls it. */
    private record Served(String type, String version) {}

    private void serve(PipelineModule<Object> module, Served served, LoadReports reports) throws InterruptedException {
        HostedModule<Object> hosted = new HostedModule<>(module, Ticker.SYSTEM);
        try (ModuleServer server = start(hosted, reports)) {
            reports.follow(() -> sample(server.load()));
            Optional<MetricsPort> meters = metrics.map(address -> MetricsPort.open(address, hosted::statistics));
            try {
                HostPort own = new HostPort(listen.host(), server.address().getPort());
                String at = own
                        + meters.map(port -> ", metrics http://" + port.address() + "/metrics")
                                .orElse("");
                if (registry.isEmpty()) {
                    announce(served, at);
                    lifetime.await();
                } else {
                    join(registry.get(), server, own, served, at, reports);
                }
            } finally {
                meters.ifPresent(MetricsPort::close);
            }
        }
    }

    private void join(HostPort where, ModuleServer server, HostPort own, Served served, String at, LoadReports reports)
            throws InterruptedException {
        ServedModule entry =
                new ServedModule(name.orElse(served.type()), served.version(), advertise.orElse(own), concurrency);
        RegistryAccess access = new RegistryAccess(where, tls.registry());
        try (RegistryMember member = RegistryMember.start(entry, access, reports::load, Ticker.SYSTEM)) {
            announce(served, at + ", registry " + where);
            lifetime.await();
            member.drain();
            Ticker.SYSTEM.sleep(NEWS);
            boolean _ = server.drain(grace);
        }
    }

    private ModuleServer start(HostedModule<Object> hosted, LoadReports reports) {
        try {
            return ModuleServer.start(
                    bounds(),
                    ModuleHost.of(hosted),
                    Codecs.plain(),
                    (ServerBuilder<?> builder) -> builder.addService(reports.service()));
        } catch (RuntimeException e) {
            hosted.close();
            if (e instanceof IllegalArgumentException) {
                throw new InvalidRequestException(
                        Reason.MALFORMED, "the certificate or its key cannot be used: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private ModuleServerSettings bounds() {
        if (grace.compareTo(Duration.ofSeconds(50)) > 0) {
            throw wrong("--grace must be at most 50s, was " + grace.toSeconds() + "s");
        }
        try {
            return new ModuleServerSettings(
                    listen.host(), listen.port(), concurrency, waiting, maxMessageBytes, tls.server(), grace, true);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(Reason.MALFORMED, "--" + flag(String.valueOf(e.getMessage())), e);
        }
    }

    /** {@code maxMessageBytes must be} as the flag's name: {@code max-message-bytes must be}. */
    private static String flag(String message) {
        return message.replace("maxMessageBytes", "max-message-bytes");
    }

    private static LoadSample sample(ServerLoad load) {
        return new LoadSample(load.running() + load.waiting(), load.concurrency(), load.finished(), load.failed());
    }

    private void checkAdvertised() {
        boolean everywhere = listen.host().equals("0.0.0.0") || listen.host().equals("::");
        if (registry.isPresent() && advertise.isEmpty() && everywhere) {
            throw wrong("pipelines cannot reach " + listen.host() + ": say --advertise HOST:PORT");
        }
        if (advertise.isPresent() && advertise.get().port() == 0) {
            throw wrong("pipelines cannot reach port 0: say the real one in --advertise HOST:PORT");
        }
    }

    private void announce(Served served, String at) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("module-server: serves " + served.type() + " version " + served.version() + " at " + at);
        out.flush();
    }

    private static InvalidRequestException wrong(String text) {
        return new InvalidRequestException(Reason.MALFORMED, text);
    }
}
