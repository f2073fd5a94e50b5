package io.millrace.pipeline.balance;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.millrace.core.time.Ticker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes resolvers from the {@link Targets} that a channel was given. */
final class TargetResolverProvider extends NameResolverProvider {

    static final String SCHEME = "millrace";
    static final NameResolver.Args.Key<Targets> TARGETS = NameResolver.Args.Key.create("millrace-targets");

    private static final int PRIORITY = 5;

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
        Targets targets = args.getArg(TARGETS);
        return SCHEME.equals(target.getScheme()) && targets != null
                ? new TargetResolver(targets, args, Ticker.SYSTEM)
                : null;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return PRIORITY;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
        return List.of(InetSocketAddress.class);
    }
}
