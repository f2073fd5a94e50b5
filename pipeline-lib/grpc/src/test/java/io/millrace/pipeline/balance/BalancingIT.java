package io.millrace.pipeline.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.proto.DataPackage;
import io.millrace.pipeline.proto.ModuleServiceGrpc;
import io.millrace.pipeline.proto.ModuleServiceGrpc.ModuleServiceBlockingStub;
import io.millrace.pipeline.proto.RequestDP;
import io.millrace.pipeline.registry.LoadReport;
import io.millrace.pipeline.registry.RegistryAccess;
import io.millrace.pipeline.registry.RegistryMember;
import io.millrace.pipeline.registry.RegistryServer;
import io.millrace.pipeline.registry.RegistrySettings;
import io.millrace.pipeline.registry.ServedModule;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class BalancingIT {

    private static final BalanceSettings PLAIN =
            BalanceSettings.DEFAULT.withSlowStart(Duration.ZERO).withOutliers(OutlierSettings.OFF);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    private List<EchoServer> servers(int count) throws IOException {
        List<EchoServer> servers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            servers.add(open(new EchoServer()));
        }
        return servers;
    }

    private ModuleServiceBlockingStub calls(BalanceSettings settings, EchoServer... servers) {
        return calls(settings, List.of(servers));
    }

    private ModuleServiceBlockingStub calls(BalanceSettings settings, List<EchoServer> servers) {
        return calls(
                settings,
                new Targets.Fixed(servers.stream().map(EchoServer::address).toList()));
    }

    private ModuleServiceBlockingStub calls(BalanceSettings settings, Targets targets) {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forTarget(Balancing.TARGET, InsecureChannelCredentials.create());
        Balancing.apply(builder, targets, settings);
        ManagedChannel channel = builder.build();
        opened.push(channel::shutdownNow);
        return ModuleServiceGrpc.newBlockingStub(channel);
    }

    private static RequestDP request(String id) {
        return RequestDP.newBuilder()
                .setDataPackage(DataPackage.newBuilder().setId(id))
                .build();
    }

    static void call(ModuleServiceBlockingStub calls, String id) {
        assertThat(calls.run(request(id)).getDataPackage().getId()).isEqualTo(id);
    }

    private static void warmUp(ModuleServiceBlockingStub calls, List<EchoServer> servers) {
        Eventually.until("all servers are connected", () -> {
            call(calls, "w");
            return servers.stream().allMatch(server -> server.calls() > 0);
        });
    }

    static List<Integer> count(List<EchoServer> servers, Runnable work) {
        List<Integer> before = servers.stream().map(EchoServer::calls).toList();
        work.run();
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            counts.add(servers.get(i).calls() - before.get(i));
        }
        return counts;
    }

    static void many(ModuleServiceBlockingStub calls, int count) {
        for (int i = 0; i < count; i++) {
            call(calls, "p" + i);
        }
    }

    @Test
    void roundRobinGivesEachTheSame() throws IOException {
        List<EchoServer> servers = servers(3);
        ModuleServiceBlockingStub calls = calls(PLAIN, servers);
        warmUp(calls, servers);
        assertThat(count(servers, () -> many(calls, 300))).containsExactly(100, 100, 100);
    }

    @Test
    void leastRequestSparesTheSlowOne() throws IOException {
        List<EchoServer> servers = servers(2);
        EchoServer slow = servers.get(1);
        ModuleServiceBlockingStub calls = calls(PLAIN.withPolicy(BalancePolicy.LEAST_REQUEST), servers);
        warmUp(calls, servers);
        // From here on it answers nothing, so it always has more in hand than the other one, whose calls end before the
        // next one begins.
        slow.mute();
        Eventually.until("it has one in hand", () -> {
            int before = slow.calls();
            oneByOne(calls, slow, "h");
            return slow.calls() > before;
        });
        List<Integer> counts = count(servers, () -> {
            for (int i = 0; i < 400; i++) {
                oneByOne(calls, slow, "p" + i);
            }
        });
        // gRPC draws two of the servers, maybe the same one twice: the slow one gets a quarter, 100 with a standard
        // deviation of 9. Round robin would give it 200.
        assertThat(counts.get(1)).as("of 400: %s", counts).isBetween(40, 160);
    }

    /** Sends one and waits until it is answered, or with the server that answers nothing. */
    private static void oneByOne(ModuleServiceBlockingStub calls, EchoServer mute, String id) {
        int held = mute.calls();
        Future<?> answer = ModuleServiceGrpc.newFutureStub(calls.getChannel()).run(request(id));
        while (!answer.isDone() && mute.calls() == held) {
            LockSupport.parkNanos(20_000);
        }
    }

    @Test
    void weightsFollowTheReportedLoad() throws IOException {
        List<EchoServer> servers = List.of(
                open(new EchoServer(Duration.ofMillis(2), 4, 0)), open(new EchoServer(Duration.ofMillis(40), 4, 0)));
        ModuleServiceBlockingStub calls = calls(PLAIN.withPolicy(BalancePolicy.WEIGHTED), servers);
        warmUp(calls, servers);
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                Future<?> _ = executor.submit(() -> {
                    while (!enough.get()) {
                        call(calls, "p");
                    }
                });
            }
            try {
                Eventually.until("the fast server gets most", Duration.ofSeconds(60), () -> {
                    List<Integer> counts = count(servers, () -> many(calls, 40));
                    return counts.get(0) > 4 * counts.get(1);
                });
            } finally {
                enough.set(true);
            }
        }
    }

    @Test
    void aServerThatFailsIsLeftOutAndTakenBack() throws IOException {
        List<EchoServer> servers = servers(3);
        OutlierSettings quick = new OutlierSettings(true, Duration.ofMillis(200), 50, 5, Duration.ofMillis(600), 50);
        ModuleServiceBlockingStub calls = calls(PLAIN.withOutliers(quick), servers);
        warmUp(calls, servers);
        servers.get(1).fail(Status.INTERNAL);
        AtomicInteger failed = new AtomicInteger();
        Eventually.until("it is left out", () -> {
            List<Integer> counts = count(servers, () -> tolerant(calls, 30, failed));
            return counts.get(1) == 0;
        });
        assertThat(failed).hasPositiveValue();
        servers.get(1).fail(null);
        Eventually.until(
                "it is back", () -> count(servers, () -> many(calls, 30)).get(1) > 5);
    }

    private static void tolerant(ModuleServiceBlockingStub calls, int count, AtomicInteger failed) {
        for (int i = 0; i < count; i++) {
            try {
                call(calls, "p");
            } catch (StatusRuntimeException e) {
                failed.incrementAndGet();
            }
        }
    }

    @Test
    void aCallThatNobodyCanTakeWaitsAsLongAsThePatience() throws IOException, InterruptedException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Targets nobody = new Targets.Fixed(List.of(new HostPort("127.0.0.1", free)));
        ModuleServiceBlockingStub hasty = calls(PLAIN.withPatience(Duration.ofMillis(300)), nobody);
        assertThatThrownBy(() -> call(hasty, "p"))
                .hasMessage("UNAVAILABLE: no server could be reached within 300 ms: 127.0.0.1:" + free);
        ModuleServiceBlockingStub none = calls(PLAIN.withPatience(Duration.ZERO), nobody);
        assertThatThrownBy(() -> call(none, "p")).hasMessageContaining("UNAVAILABLE: io exception");
        ModuleServiceBlockingStub patient = calls(PLAIN.withPatience(Duration.ofSeconds(30)), nobody);
        Thread caller = Thread.startVirtualThread(() -> call(patient, "late"));
        Eventually.until("it waits", () -> caller.getState() == Thread.State.WAITING);
        EchoServer late = open(new EchoServer(Duration.ZERO, 4, free));
        caller.join();
        assertThat(late.calls()).isEqualTo(1);
    }

    @Test
    void aLostCallSaysThatItMayHaveRun() throws IOException, InterruptedException {
        EchoServer server = open(new EchoServer());
        HostPort address = server.address();
        ModuleServiceBlockingStub calls = calls(PLAIN, server);
        call(calls, "p");
        server.mute();
        CountDownLatch failed = new CountDownLatch(1);
        List<String> messages = new ArrayList<>();
        Thread.startVirtualThread(() -> {
            try {
                call(calls, "lost");
            } catch (StatusRuntimeException e) {
                messages.add(String.valueOf(e.getMessage()));
            }
            failed.countDown();
        });
        Eventually.until("it is there", () -> server.calls() == 2);
        server.close();
        assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(messages)
                .singleElement()
                .asString()
                .startsWith("UNAVAILABLE: ")
                .endsWith("server /" + address + " was lost, the module may have run there");
    }

    @Test
    void whatAServerRefusesIsNotCalledLost() throws IOException {
        EchoServer server = open(new EchoServer());
        ModuleServiceBlockingStub calls = calls(PLAIN, server);
        server.fail(Status.UNAVAILABLE.withDescription("full"));
        assertThatThrownBy(() -> call(calls, "p")).hasMessage("UNAVAILABLE: full");
    }

    @Test
    void followsTheRegistryLiveAndLosesNoPackage() throws Exception {
        RegistryServer registry = open(RegistryServer.start(
                new HostPort("127.0.0.1", 0),
                InsecureServerCredentials.create(),
                new RegistrySettings(Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofSeconds(60), 100, 100),
                Ticker.SYSTEM));
        RegistryAccess access = RegistryAccess.plain(new HostPort("127.0.0.1", registry.port()));
        ModuleServiceBlockingStub calls = calls(PLAIN, new Targets.Listed(access, "echo", "", List.of()));
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        ConcurrentHashMap<String, String> failures = new ConcurrentHashMap<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                Future<?> _ = executor.submit(() -> {
                    while (!enough.get()) {
                        String id = "p" + sent.incrementAndGet();
                        try {
                            call(calls, id);
                        } catch (StatusRuntimeException e) {
                            failures.put(id, String.valueOf(e.getMessage()));
                        }
                    }
                });
            }
            try {
                comeAndGo(access, failures);
            } finally {
                enough.set(true);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(sent).hasValueGreaterThan(100);
    }

    private void comeAndGo(RegistryAccess access, ConcurrentHashMap<String, String> failures) throws Exception {
        EchoServer one = open(new EchoServer(Duration.ofMillis(2), 4, 0));
        RegistryMember first = enter(access, one);
        Eventually.until("the first one works", () -> one.calls() > 20 || !failures.isEmpty());
        EchoServer two = open(new EchoServer(Duration.ofMillis(2), 4, 0));
        RegistryMember second = enter(access, two);
        Eventually.until("the second one works", () -> two.calls() > 20 || !failures.isEmpty());
        first.drain();
        Eventually.until("the first one gets nothing more", () -> {
            int before = one.calls();
            int other = two.calls();
            Eventually.until("others work", () -> two.calls() > other + 20 || !failures.isEmpty());
            return one.calls() == before;
        });
        one.shutdown();
        first.close();
        // The second one takes nothing new without having said so before: its connection ends in good order.
        EchoServer three = open(new EchoServer(Duration.ofMillis(2), 4, 0));
        enter(access, three);
        Eventually.until("the third one works", () -> three.calls() > 20 || !failures.isEmpty());
        two.shutdown();
        second.close();
        int then = three.calls();
        Eventually.until("the third one goes on", () -> three.calls() > then + 50 || !failures.isEmpty());
    }

    private RegistryMember enter(RegistryAccess access, EchoServer server) {
        return open(RegistryMember.start(
                new ServedModule("echo", "1", server.address(), 4), access, () -> LoadReport.IDLE, Ticker.SYSTEM));
    }
}
