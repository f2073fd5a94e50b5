package io.millrace.pipeline.balance;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.registry.RegistryWatch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a channel the addresses of its servers: fixed ones, or those of a registry as they come and go. Names are
 * looked up again when servers cannot be reached.
 *
 * <p><b>Threading:</b> the channel calls within its synchronisation context; look-ups run on a virtual thread each.
 */
final class TargetResolver extends NameResolver {

    private final Targets targets;
    private final SynchronizationContext context;
    private final Ticker ticker;
    private @Nullable Listener2 listener;
    private @Nullable RegistryWatch watch;
    private List<HostPort> servers;
    private long lookups;
    private boolean shutdown;

    TargetResolver(Targets targets, Args args, Ticker ticker) {
        this.targets = targets;
        this.context = args.getSynchronizationContext();
        this.ticker = ticker;
        this.servers = switch (targets) {
            case Targets.Fixed fixed -> fixed.servers();
            case Targets.Listed listed -> listed.first();
        };
    }

    @Override
    public String getServiceAuthority() {
        return servers.isEmpty() ? "servers" : servers.getFirst().toString();
    }

    @Override
    public void start(Listener2 told) {
        listener = told;
        resolve();
        if (targets instanceof Targets.Listed listed) {
            watch = RegistryWatch.start(
                    listed.registry(), listed.module(), listed.version(), listed.first(), new Followed(), ticker);
        }
    }

    /** What the registry tells, within the channel's context. */
    private final class Followed implements RegistryWatch.Listener {
        @Override
        public void servers(List<HostPort> now) {
            context.execute(() -> {
                if (!now.equals(servers)) {
                    servers = List.copyOf(now);
                    resolve();
                }
            });
        }

        @Override
        public void lost(String reason) {
            context.execute(() -> {
                if (servers.isEmpty()) {
                    fail("registry cannot be reached: " + reason);
                }
            });
        }
    }

    @Override
    public void refresh() {
        resolve();
    }

    private void resolve() {
        if (servers.isEmpty() || shutdown) {
            return;
        }
        long number = ++lookups;
        List<HostPort> wanted = servers;
        Thread.ofVirtual().name("module-targets").start(() -> {
            List<EquivalentAddressGroup> found = new ArrayList<>();
            String unknown = "";
            for (HostPort server : wanted) {
                try {
                    found.add(group(server));
                } catch (UnknownHostException e) {
                    unknown = "there is no host '" + server.host() + "'";
                }
            }
            String problem = unknown;
            context.execute(() -> publish(number, found, problem));
        });
    }

    private void publish(long number, List<EquivalentAddressGroup> found, String problem) {
        Listener2 told = listener;
        if (number != lookups || shutdown || told == null) {
            return;
        }
        if (found.isEmpty()) {
            fail(problem);
        } else {
            Status _ = told.onResult2(ResolutionResult.newBuilder()
                    .setAddressesOrError(StatusOr.fromValue(found))
                    .build());
        }
    }

    private void fail(String reason) {
        Listener2 told = listener;
        if (told != null && !shutdown) {
            told.onError(Status.UNAVAILABLE.withDescription(reason));
        }
    }

    private static EquivalentAddressGroup group(HostPort server) throws UnknownHostException {
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(server.host())) {
            addresses.add(new InetSocketAddress(address, server.port()));
        }
        // TLS holds each server to its own name.
        return new EquivalentAddressGroup(
                addresses,
                Attributes.newBuilder()
                        .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, server.toString())
                        .build());
    }

    @Override
    public void shutdown() {
        shutdown = true;
        RegistryWatch open = watch;
        if (open != null) {
            open.close();
        }
    }
}
