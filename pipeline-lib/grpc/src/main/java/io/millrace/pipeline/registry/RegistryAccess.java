package io.millrace.pipeline.registry;

import static java.util.Objects.requireNonNull;

import io.grpc.ManagedChannel;
import io.millrace.core.net.HostPort;
import io.millrace.pipeline.grpc.ChannelSettings;
import io.millrace.pipeline.grpc.ModuleChannels;
import io.millrace.pipeline.grpc.TlsSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way to a registry.
 *
 * @param address where it listens
 * @param tls empty means plaintext
 */
public record RegistryAccess(HostPort address, Optional<TlsSettings> tls) {

    private static final Duration PING = Duration.ofSeconds(10);
    private static final Duration PING_ANSWER = Duration.ofSeconds(5);

    public RegistryAccess {
        requireNonNull(address, "address is null");
        requireNonNull(tls, "tls is null");
    }

    /** Without TLS. */
    public static RegistryAccess plain(HostPort address) {
        return new RegistryAccess(address, Optional.empty());
    }

    ManagedChannel open() {
        ChannelSettings settings =
                new ChannelSettings(ChannelSettings.DEFAULT.maxMessageBytes(), tls, Optional.of(PING));
        return ModuleChannels.builder("dns:///" + address, settings)
                .keepAliveTimeout(PING_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }
}
