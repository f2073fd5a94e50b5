package io.millrace.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.TlsServerCredentials;
import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.Certificate;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineInstance;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.data.ErrorRecord;
import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.registry.RegistryServer;
import io.millrace.pipeline.registry.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code module-server} as a process that serves TLS, called by pipelines from documents. */
@Timeout(180)
final class TlsServerIT {

    @TempDir
    static Path folder = Path.of("unset");

    private static Certificate own = new Certificate(folder, folder);
    private static Certificate caller = own;
    private static Certificate stranger = own;

    @BeforeAll
    static void make() throws Exception {
        own = Certificate.make(folder, "server");
        caller = Certificate.make(folder, "caller");
        stranger = Certificate.make(folder, "stranger");
    }

    private static Program server(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("upper-case", "--set", "key=word"));
        all.addAll(List.of(
                "--tls-certificate",
                own.chain().toString(),
                "--tls-key",
                own.key().toString()));
        all.addAll(List.of(words));
        return Program.server(all.toArray(String[]::new));
    }

    /** Sends one package to the module there. */
    private static DataPackage<Object> call(String settings) throws Exception {
        GraphDocument document = GraphDocument.parse("test.yaml", """
                pipelines:
                  shout:
                    controllers:
                      - name: only
                        mode: no-order
                        modules:
                          - external: grpc
                            name: M-Shout
                            settings: {%s}
                """.formatted(settings));
        try (Pipeline<Object> pipeline = document.pipelines().getFirst().build(new PipelineObserver<>() {});
                PipelineInstance<Object> instance = pipeline.register()) {
            return instance.execute(Map.of("word", "hello"))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private static String trusting(Certificate trusted) {
        return "enabled: true, trusted: \"" + trusted.chain() + "\"";
    }

    private static String showing(Certificate shown, Certificate trusted) {
        return trusting(trusted) + ", certificate: \"" + shown.chain() + "\", key: \"" + shown.key() + "\"";
    }

    /** A call that is refused is tried for as long as the patience; one that is served takes less. */
    private static String at(Program server, String tls) {
        return "targets: \"" + server.address() + "\", patience: 10s" + (tls.isEmpty() ? "" : ", tls: {" + tls + "}");
    }

    private static String briefly(Program server, String tls) {
        return at(server, tls).replace("patience: 10s", "patience: 3s");
    }

    private static void assertServed(DataPackage<Object> ended) {
        assertThat(ended.status()).as("%s", ended.errors()).isEqualTo(Status.SUCCESS);
        assertThat(ended.data()).isEqualTo(Map.of("word", "HELLO"));
    }

    private static void assertRefused(DataPackage<Object> ended) {
        assertThat(ended.status()).isEqualTo(Status.ERROR);
        assertThat(ended.errors()).extracting(ErrorRecord::type).contains("TransientException");
        assertThat(ended.data()).isEqualTo(Map.of("word", "hello"));
    }

    @Test
    void servesThoseWhoTrustItsCertificateAndNobodyElse() throws Exception {
        try (Program server = server()) {
            assertServed(call(at(server, trusting(own))));
            assertServed(call(at(server, trusting(own)) + ", stream: true"));
            assertRefused(call(briefly(server, trusting(stranger))));
            assertRefused(call(briefly(server, "")));
            server.terminate();
            assertThat(server.end()).isEqualTo(143);
            assertThat(server.lines()).as("nothing of the JDK's").noneMatch(line -> line.contains("WARNING"));
        }
    }

    @Test
    void underMutualTlsItServesKnownCallersOnly() throws Exception {
        try (Program server = server("--tls-clients", caller.chain().toString())) {
            assertServed(call(at(server, showing(caller, own))));
            assertRefused(call(briefly(server, trusting(own))));
            assertRefused(call(briefly(server, showing(stranger, own))));
        }
    }

    @Test
    void registersOverMutualTlsToo() throws Exception {
        RegistryServer registry = RegistryServer.start(
                new HostPort("127.0.0.1", 0),
                TlsServerCredentials.newBuilder()
                        .keyManager(own.chain().toFile(), own.key().toFile())
                        .trustManager(Files.newInputStream(own.chain()))
                        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                        .build(),
                RegistrySettings.DEFAULT,
                Ticker.SYSTEM);
        String address = "127.0.0.1:" + registry.port();
        try (registry;
                Program server = server(
                        "--registry", address, "--registry-tls", own.chain().toString())) {
            assertThat(server.address()).startsWith("127.0.0.1:");
            assertServed(call("registry: \"" + address
                    + "\", registry-tls: true, module: upper-case, patience: 30s, tls: {" + showing(own, own) + "}"));
        }
    }
}
