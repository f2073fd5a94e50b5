package io.millrace.pipeline.registry;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.proto.registry.LeaseRequest;
import io.millrace.pipeline.proto.registry.RegistryGrpc;
import io.millrace.pipeline.proto.registry.RegistryGrpc.RegistryBlockingStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's place in a registry: registers, sends heartbeats with the load, and registers again when the registry was
 * restarted or out of reach, for as long as it takes.
 *
 * <p><b>Threading:</b> thread-safe; a virtual thread does the work.
 */
public final class RegistryMember implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RegistryMember.class);
    private static final Duration CALL = Duration.ofSeconds(2);
    private static final Backoff WAITS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0.2);

    private final ServedModule server;
    private final RegistryAccess access;
    private final Supplier<LoadReport> load;
    private final Ticker ticker;
    private final ManagedChannel channel;
    private final Thread thread;
    private volatile @Nullable RegistryLease lease;
    private volatile boolean draining;
    private int failures;

    private RegistryMember(ServedModule server, RegistryAccess access, Supplier<LoadReport> load, Ticker ticker) {
        this.server = server;
        this.access = access;
        this.load = load;
        this.ticker = ticker;
        this.channel = access.open();
        this.thread = Thread.ofVirtual().name("registry-member").unstarted(this::beat);
    }

    /** Begins; returns at once. */
    public static RegistryMember start(
            ServedModule server, RegistryAccess access, Supplier<LoadReport> load, Ticker ticker) {
        RegistryMember member = new RegistryMember(server, access, load, ticker);
        member.thread.start();
        return member;
    }

    /** Whether the registry knows it, as far as it has said. */
    public boolean registered() {
        return lease != null;
    }

    private void beat() {
        try {
            while (!channel.isShutdown()) {
                ticker.sleep(once());
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private Duration once() {
        RegistryLease known = lease;
        try {
            if (known == null) {
                known = RegistryMessages.lease(calls().register(RegistryMessages.register(server)));
                lease = known;
                log.info(
                        "Registered, registry={} module={} address={}",
                        access.address(),
                        server.module(),
                        server.address());
                if (draining) {
                    tellDraining(known);
                }
            } else {
                RegistryLease _ =
                        RegistryMessages.lease(calls().heartbeat(RegistryMessages.heartbeat(known.id(), load.get())));
            }
            failures = 0;
            return known.heartbeat();
        } catch (StatusRuntimeException e) {
            return afterFailure(e, Optional.ofNullable(known));
        }
    }

    private Duration afterFailure(StatusRuntimeException failure, Optional<RegistryLease> known) {
        failures++;
        if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
            // A registry that was restarted, or that has forgotten us while it was out of reach.
            lease = null;
            return failures == 1 ? Duration.ZERO : WAITS.delay(failures, ThreadLocalRandom.current());
        }
        if (failures == 1 && !channel.isShutdown()) {
            log.warn(
                    "Registry does not answer, going on without, registry={} reason={}",
                    access.address(),
                    RegistryWatch.reason(failure));
        }
        channel.resetConnectBackoff();
        Duration wait = WAITS.delay(failures, ThreadLocalRandom.current());
        return known.map(RegistryLease::heartbeat)
                .filter(beat -> beat.compareTo(wait) < 0)
                .orElse(wait);
    }

    /** Tells that the server takes nothing new from now on, within 2 s or later, when the registry is back. */
    public void drain() {
        draining = true;
        RegistryLease known = lease;
        if (known != null) {
            try {
                tellDraining(known);
            } catch (StatusRuntimeException e) {
                log.warn("Registry was not told of the draining, reason={}", RegistryWatch.reason(e));
            }
        }
    }

    private void tellDraining(RegistryLease known) {
        var _ = calls().drain(LeaseRequest.newBuilder().setLeaseId(known.id()).build());
    }

    /** Leaves the list, within 2 s, and ends. */
    @Override
    public void close() {
        thread.interrupt();
        RegistryLease known = lease;
        lease = null;
        if (known != null) {
            try {
                var _ = calls().leave(
                                LeaseRequest.newBuilder().setLeaseId(known.id()).build());
            } catch (StatusRuntimeException e) {
                log.warn("Registry was not told of the leave, reason={}", RegistryWatch.reason(e));
            }
        }
        channel.shutdownNow();
    }

    private RegistryBlockingStub calls() {
        return RegistryGrpc.newBlockingStub(channel).withDeadlineAfter(CALL.toMillis(), TimeUnit.MILLISECONDS);
    }
}
