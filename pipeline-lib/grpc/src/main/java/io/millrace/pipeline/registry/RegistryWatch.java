package io.millrace.pipeline.registry;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.Backoff;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.proto.registry.RegistryGrpc;
import io.millrace.pipeline.proto.registry.WatchRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the servers of a module in a registry. While the registry is out of reach the last list stays.
 *
 * <p><b>Threading:</b> a virtual thread does the work and calls the listener.
 */
public final class RegistryWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RegistryWatch.class);
    private static final Backoff WAITS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0.2);

    private final RegistryAccess access;
    private final WatchRequest request;
    private final KnownServers known;
    private final Listener listener;
    private final Ticker ticker;
    private final ManagedChannel channel;
    private final Thread thread;
    private int failures;

    /** Is told what is known. */
    public interface Listener {

        /** Who is to be called from now on. */
        void servers(List<HostPort> servers);

        /** The registry cannot be reached; what is known stays. Once per loss. */
        void lost(String reason);
    }

    private RegistryWatch(
            RegistryAccess access, WatchRequest request, KnownServers known, Listener listener, Ticker ticker) {
        this.access = access;
        this.request = request;
        this.known = known;
        this.listener = listener;
        this.ticker = ticker;
        this.channel = access.open();
        this.thread = Thread.ofVirtual().name("registry-watch").unstarted(this::follow);
    }

    /**
     * Begins; returns at once.
     *
     * @param version empty: any
     * @param first who is called until the registry has answered; may be empty
     */
    public static RegistryWatch start(
            RegistryAccess access,
            String module,
            String version,
            List<HostPort> first,
            Listener listener,
            Ticker ticker) {
        WatchRequest request =
                WatchRequest.newBuilder().setModule(module).setVersion(version).build();
        RegistryWatch watch = new RegistryWatch(access, request, new KnownServers(first), listener, ticker);
        watch.thread.start();
        return watch;
    }

    private void follow() {
        try {
            while (!channel.isShutdown()) {
                read();
                failures++;
                channel.resetConnectBackoff();
                ticker.sleep(WAITS.delay(failures, ThreadLocalRandom.current()));
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void read() {
        String reason = "the registry ended the list";
        try {
            Iterator<io.millrace.pipeline.proto.registry.ServerList> lists =
                    RegistryGrpc.newBlockingStub(channel).watch(request);
            while (lists.hasNext()) {
                ServerList list = RegistryMessages.list(lists.next());
                if (failures > 0) {
                    log.info("Following the registry again, registry={}", access.address());
                    failures = 0;
                }
                listener.servers(known.update(list));
            }
        } catch (StatusRuntimeException e) {
            reason = reason(e);
        }
        if (failures == 0 && !channel.isShutdown()) {
            log.warn(
                    "Registry is out of reach, keeping the last list, registry={} reason={}", access.address(), reason);
            listener.lost(reason);
        }
    }

    static String reason(StatusRuntimeException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String text = deepest.getMessage();
        return text == null ? failure.getStatus().toString() : text;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        thread.interrupt();
    }
}
