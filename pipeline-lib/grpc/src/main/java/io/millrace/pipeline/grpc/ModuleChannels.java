package io.millrace.pipeline.grpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** Opens channels to module servers. */
public final class ModuleChannels {

    private ModuleChannels() {}

    /**
     * A channel to one target, which connects when it is first used and again whenever it is needed.
     *
     * @param target {@code host:port}, or any target that gRPC resolves, for example {@code dns:///modules:50051}
     */
    public static ManagedChannel open(String target, ChannelSettings settings) {
        return builder(target, settings).build();
    }

    /** The same, for those who add a way to resolve names or to balance. */
    public static NettyChannelBuilder builder(String target, ChannelSettings settings) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target, Credentials.channel(settings.tls()))
                .maxInboundMessageSize(settings.maxMessageBytes())
                .directExecutor();
        settings.keepAlive().ifPresent(time -> builder.keepAliveTime(time.toNanos(), TimeUnit.NANOSECONDS));
        return builder;
    }
}
