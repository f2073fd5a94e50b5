package io.millrace.pipeline.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.InsecureChannelCredentials;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.netty.NettyChannelBuilder;
import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.pipeline.proto.ModuleServiceGrpc;
import io.millrace.pipeline.proto.ModuleServiceGrpc.ModuleServiceBlockingStub;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow start by a clock that moves when it is told to: connections are real, the window is not. */
@Timeout(120)
final class SlowStartIT {

    private static final Duration WINDOW = Duration.ofSeconds(4);

    private final ManualTicker clock = new ManualTicker();
    private final LoadBalancerProvider byHand = new ByHand(new SlowStartProvider(clock));

    @BeforeEach
    void register() {
        LoadBalancerRegistry.getDefaultRegistry().register(byHand);
    }

    @AfterEach
    void deregister() {
        LoadBalancerRegistry.getDefaultRegistry().deregister(byHand);
    }

    @Test
    void aServerThatHasJustConnectedGetsAShareThatRises() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (EchoServer old = new EchoServer();
                Connection connection = open(old.address(), new HostPort("127.0.0.1", free))) {
            ModuleServiceBlockingStub calls = connection.calls();
            BalancingIT.call(calls, "first");
            clock.advance(WINDOW);
            try (EchoServer young = new EchoServer(Duration.ZERO, 4, free)) {
                Eventually.until("the new one is connected", Duration.ofSeconds(60), () -> {
                    BalancingIT.call(calls, "w");
                    return young.calls() > 0;
                });
                // Round robin comes to the young one each time that it was refused. With the share s it takes s / (1 +
                // s)
                // of the calls: 18 of 200 at a tenth, 67 at a half, with standard deviations of about 4 and 5.
                assertThat(ofYoung(calls, old, young)).isBetween(1, 40);
                clock.advance(WINDOW.dividedBy(2));
                assertThat(ofYoung(calls, old, young)).isBetween(45, 90);
                clock.advance(WINDOW.dividedBy(2));
                assertThat(ofYoung(calls, old, young)).isEqualTo(100);
            }
        }
    }

    private static int ofYoung(ModuleServiceBlockingStub calls, EchoServer old, EchoServer young) {
        List<Integer> counts = BalancingIT.count(List.of(old, young), () -> BalancingIT.many(calls, 200));
        assertThat(counts.get(0) + counts.get(1)).isEqualTo(200);
        return counts.get(1);
    }

    private static Connection open(HostPort... servers) {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forTarget(Balancing.TARGET, InsecureChannelCredentials.create());
        Balancing.apply(builder, new Targets.Fixed(List.of(servers)), BalanceSettings.DEFAULT);
        builder.defaultServiceConfig(Map.of(
                "loadBalancingConfig",
                List.of(Map.of(
                        ByHand.NAME,
                        Map.of(
                                "window",
                                ServiceConfig.seconds(WINDOW),
                                "childPolicy",
                                List.of(Map.of("round_robin", Map.of())))))));
        return new Connection(builder.build());
    }

    private record Connection(ManagedChannel channel) implements AutoCloseable {

        ModuleServiceBlockingStub calls() {
            return ModuleServiceGrpc.newBlockingStub(channel);
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    /** The policy under another name, beside the one whose clock nobody can move. */
    private static final class ByHand extends LoadBalancerProvider {

        static final String NAME = "slow_start_by_hand";

        private final LoadBalancerProvider real;

        ByHand(LoadBalancerProvider real) {
            this.real = real;
        }

        @Override
        public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
            return real.newLoadBalancer(helper);
        }

        @Override
        public ConfigOrError parseLoadBalancingPolicyConfig(Map<String, ?> raw) {
            return real.parseLoadBalancingPolicyConfig(raw);
        }

        @Override
        public boolean isAvailable() {
            return real.isAvailable();
        }

        @Override
        public int getPriority() {
            return real.getPriority();
        }

        @Override
        public String getPolicyName() {
            return NAME;
        }
    }
}
