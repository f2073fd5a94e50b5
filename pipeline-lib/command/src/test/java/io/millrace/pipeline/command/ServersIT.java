package io.millrace.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.InsecureServerCredentials;
import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineObserver;
import io.millrace.pipeline.Status;
import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.registry.Presence;
import io.millrace.pipeline.registry.RegistryServer;
import io.millrace.pipeline.registry.RegistrySettings;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers in processes of their own that come, drain and die while packages flow. */
@Timeout(240)
final class ServersIT {

    private static final int WORKERS = 16;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final RegistryServer registry = open(RegistryServer.start(
            new HostPort("127.0.0.1", 0), InsecureServerCredentials.create(), RegistrySettings.DEFAULT, Ticker.SYSTEM));

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private Program server() throws IOException {
        return open(Program.server(
                "sleep",
                "--set",
                "min-sleep=5ms",
                "--set",
                "max-sleep=10ms",
                "--concurrency",
                "8",
                "--register-as",
                "work",
                "--registry",
                "127.0.0.1:" + registry.port()));
    }

    private Load load(int attempts) {
        Pipeline<Object> pipeline =
                open(GraphDocument.parse("test.yaml", """
                pipelines:
                  work:
                    controllers:
                      - name: all
                        mode: no-order
                        workers: %d
                        queue-size: 4
                        overflow: block
                        modules:
                          - external: grpc
                            name: M-Work
                            attempts: %d
                            backoff: {first: 10ms, cap: 100ms}
                            settings: {registry: "127.0.0.1:%d", module: work, patience: 30s, slow-start: 0s}
                """.formatted(WORKERS, attempts, registry.port()))
                        .pipelines()
                        .getFirst()
                        .build(new PipelineObserver<>() {}));
        return open(new Load(pipeline.register()));
    }

    private void serving(int count) {
        Eventually.until(
                count + " servers are in the list",
                () -> registry.registry().list("work", "").servers().stream()
                                .filter(entry -> entry.presence() == Presence.SERVING)
                                .count()
                        == count);
    }

    private int inFlight(String address) {
        return registry.registry().list("work", "").servers().stream()
                .filter(entry -> entry.server().address().toString().equals(address))
                .mapToInt(entry -> entry.load().inFlight())
                .findFirst()
                .orElse(0);
    }

    /** Two servers share the work; both have told of it. */
    private void bothWork(Load load, Program one, Program two) {
        load.more(200);
        Eventually.until(
                "both have packages in hand", () -> inFlight(one.address()) > 0 && inFlight(two.address()) > 0);
    }

    @Test
    void aServerIsKilledAndIdempotentModulesLoseNothing() throws Exception {
        Program one = server();
        Program two = server();
        one.address();
        two.address();
        serving(2);
        Load load = load(10);
        bothWork(load, one, two);
        one.kill();
        load.more(1000);
        Map<Status, Long> ends = load.finish();
        assertThat(ends).as("%s", load.errors()).containsOnlyKeys(Status.SUCCESS);
        assertThat(ends.get(Status.SUCCESS)).isEqualTo(load.input());
    }

    @Test
    void aServerIsKilledAndOnlyWhatItHadInHandFails() throws Exception {
        Program one = server();
        Program two = server();
        one.address();
        two.address();
        serving(2);
        Load load = load(1);
        bothWork(load, one, two);
        one.kill();
        load.more(1000);
        Map<Status, Long> ends = load.finish();
        long failed = ends.getOrDefault(Status.ERROR, 0L);
        assertThat(ends.getOrDefault(Status.SUCCESS, 0L) + failed).isEqualTo(load.input());
        assertThat(failed).as("what it had in hand: %s", load.errors()).isLessThanOrEqualTo(WORKERS);
        assertThat(load.errors()).allSatisfy(error -> assertThat(error).contains("the module may have run there"));
    }

    @Test
    void serversComeAndDrainWithoutOneFailedCall() throws Exception {
        Program one = server();
        one.address();
        serving(1);
        Load load = load(1);
        load.more(100);
        Program two = server();
        two.address();
        serving(2);
        bothWork(load, one, two);
        one.terminate();
        load.more(300);
        assertThat(one.end()).as("%s", one.lines()).isEqualTo(143);
        assertThat(one.lines()).endsWith("module-server: stopped");
        load.more(300);
        assertThat(registry.registry().list("work", "").servers()).hasSize(1);
        Map<Status, Long> ends = load.finish();
        assertThat(ends).as("%s", load.errors()).containsOnlyKeys(Status.SUCCESS);
        assertThat(ends.get(Status.SUCCESS)).isEqualTo(load.input());
    }
}
