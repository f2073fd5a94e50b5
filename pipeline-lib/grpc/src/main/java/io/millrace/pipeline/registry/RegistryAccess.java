package io.millrace.pipeline.registry;

import static java.util.Objects.requireNonNull;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The way to a registry.
 *
 * @param address where it listens
 * @param credentials {@link InsecureChannelCredentials} or TLS
 */
public record RegistryAccess(ServerAddress address, ChannelCredentials credentials) {

    private static final Duration PING = Duration.ofSeconds(10);
    private static final Duration PING_ANSWER = Duration.ofSeconds(5);

    public RegistryAccess {
        requireNonNull(address, "address is null");
        requireNonNull(credentials, "credentials are null");
    }

    /** Without TLS. */
    public static RegistryAccess plain(ServerAddress address) {
        return new RegistryAccess(address, InsecureChannelCredentials.create());
    }

    ManagedChannel open() {
        return NettyChannelBuilder.forTarget("dns:///" + address, credentials)
                .keepAliveTime(PING.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(PING_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }
}
