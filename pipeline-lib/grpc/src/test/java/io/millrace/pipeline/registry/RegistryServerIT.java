package io.millrace.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.millrace.core.failure.FatalException;
import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.proto.registry.HeartbeatRequest;
import io.millrace.pipeline.proto.registry.RegisterRequest;
import io.millrace.pipeline.proto.registry.RegistryGrpc;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class RegistryServerIT {

    private static final RegistrySettings QUICK =
            new RegistrySettings(Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofSeconds(60), 100, 100);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private RegistryServer registry(int port) {
        RegistryServer server = RegistryServer.start(
                new HostPort("127.0.0.1", port), InsecureServerCredentials.create(), QUICK, Ticker.SYSTEM);
        opened.push(server);
        return server;
    }

    private RegistryMember member(RegistryServer registry, int port) {
        RegistryMember member = RegistryMember.start(
                RegistryTest.server("upper", "1", port),
                access(registry),
                () -> new LoadReport(port, 0, 0, 0),
                Ticker.SYSTEM);
        opened.push(member);
        return member;
    }

    private static RegistryAccess access(RegistryServer registry) {
        return RegistryAccess.plain(new HostPort("127.0.0.1", registry.port()));
    }

    /** What somebody who follows was told. */
    private final class Told implements RegistryWatch.Listener {
        private final List<List<Integer>> lists = new CopyOnWriteArrayList<>();
        private final List<String> losses = new CopyOnWriteArrayList<>();

        Told(RegistryServer registry) {
            opened.push(RegistryWatch.start(access(registry), "upper", "1", List.of(), this, Ticker.SYSTEM));
        }

        @Override
        public void servers(List<HostPort> servers) {
            lists.add(servers.stream().map(HostPort::port).sorted().toList());
        }

        @Override
        public void lost(String reason) {
            losses.add(reason);
        }

        void until(Integer... ports) {
            Eventually.until(
                    "the list is " + List.of(ports),
                    () -> !lists.isEmpty() && lists.getLast().equals(List.of(ports)));
        }
    }

    @Test
    void thoseWhoFollowSeeServersComeDrainAndGo() {
        RegistryServer registry = registry(0);
        Told told = new Told(registry);
        RegistryMember one = member(registry, 1);
        told.until(1);
        RegistryMember two = member(registry, 2);
        told.until(1, 2);
        one.drain();
        told.until(2);
        Eventually.until(
                "the load arrives",
                () -> registry.registry().list("upper", "").servers().stream()
                        .anyMatch(entry -> entry.load().inFlight() == 2));
        one.close();
        assertThat(registry.registry().list("", "").servers()).hasSize(1);
        two.close();
        assertThat(registry.registry().list("", "").servers()).isEmpty();
        assertThat(told.losses).isEmpty();
    }

    @Test
    void aServerThatDiesFallsSilent() throws InterruptedException {
        RegistryServer registry = registry(0);
        Told told = new Told(registry);
        member(registry, 1);
        ManagedChannel channel = access(registry).open();
        var calls = RegistryGrpc.newBlockingStub(channel);
        var dying = calls.register(RegisterRequest.newBuilder()
                .setModule("upper")
                .setVersion("1")
                .setAddress("127.0.0.1:2")
                .build());
        told.until(1, 2);
        // Its heartbeats never come.
        told.until(1);
        var _ = calls.heartbeat(
                HeartbeatRequest.newBuilder().setLeaseId(dying.getId()).build());
        told.until(1, 2);
        assertThatThrownBy(() -> calls.heartbeat(HeartbeatRequest.getDefaultInstance()))
                .hasMessage("NOT_FOUND: there is no lease '': register again");
        assertThatThrownBy(() -> calls.register(RegisterRequest.newBuilder()
                        .setModule("upper")
                        .setVersion("1")
                        .setAddress("nowhere")
                        .build()))
                .hasMessageContaining("INVALID_ARGUMENT: an address is host:port");
        channel.shutdownNow();
    }

    @Test
    void aRestartOfTheRegistryTakesNobodyAwayAndServersRegisterAgain() {
        RegistryServer first = registry(0);
        Told told = new Told(first);
        member(first, 1);
        RegistryMember two = member(first, 2);
        told.until(1, 2);
        two.drain();
        told.until(1);
        first.close();
        Eventually.until("the loss is told", () -> told.losses.size() == 1);
        int before = told.lists.size();
        RegistryServer second = registry(first.port());
        Eventually.until(
                "both register again",
                () -> second.registry().list("upper", "1").servers().size() == 2);
        Eventually.until(
                "the new list is complete", () -> second.registry().list("", "").complete());
        told.until(1);
        assertThat(told.lists.stream().skip(before))
                .as("lists after the restart")
                .isNotEmpty()
                .allSatisfy(list -> assertThat(list).contains(1));
        Eventually.until(
                "the draining one says so again",
                () -> second.registry().list("upper", "1").servers().stream()
                        .anyMatch(entry -> entry.presence() == Presence.DRAINING));
    }

    @Test
    void tellsOfATakenPort() {
        RegistryServer first = registry(0);
        assertThatThrownBy(() -> registry(first.port()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("cannot open the registry at 127.0.0.1:" + first.port() + ": ")
                .hasMessageContaining("in use");
    }
}
