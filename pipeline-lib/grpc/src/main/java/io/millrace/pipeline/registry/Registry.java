package io.millrace.pipeline.registry;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who serves which module, in memory. Forgets everything when it ends: servers register again with the next one.
 *
 * <p><b>Threading:</b> thread-safe. Those who follow are told outside of its lock, on the thread that made the change.
 */
public final class Registry {

    private static final Logger log = LoggerFactory.getLogger(Registry.class);

    private final String id = UUID.randomUUID().toString();
    private final RegistrySettings settings;
    private final Ticker ticker;
    private final long startNanos;
    private final Map<ServedModule, Member> members = new TreeMap<>(Comparator.comparing(ServedModule::module)
            .thenComparing(ServedModule::version)
            .thenComparing(server -> server.address().toString()));
    private final Map<String, Member> byLease = new HashMap<>();
    private final Map<Object, Runnable> watchers = new LinkedHashMap<>();
    private boolean complete;
    private long revision = 1;

    public Registry(RegistrySettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
        this.startNanos = ticker.nanos();
    }

    /** What it was made with. */
    public RegistrySettings settings() {
        return settings;
    }

    /**
     * Enters a server. The same module, version and address again replaces the entry; the lease before is no longer
     * known.
     *
     * @throws InvalidRequestException when there are too many
     */
    public RegistryLease register(ServedModule server) {
        Member member;
        synchronized (this) {
            Member before = members.get(server);
            if (before == null && members.size() >= settings.maxServers()) {
                throw new InvalidRequestException(
                        Reason.TOO_MANY, "the registry has its most servers already (" + settings.maxServers() + ")");
            }
            member = new Member(
                    UUID.randomUUID().toString(), server, before == null ? ticker.now() : before.since, ticker.nanos());
            if (before != null) {
                // The key of the map stays the one before, which may have another capacity.
                remove(before);
            }
            members.put(server, member);
            byLease.put(member.leaseId, member);
        }
        log.info(
                "Module server registered, module={} version={} address={}",
                server.module(),
                server.version(),
                server.address());
        changed();
        return new RegistryLease(member.leaseId, settings.heartbeat(), settings.lease());
    }

    /**
     * Keeps a lease.
     *
     * @throws InvalidRequestException when it is not known: register again
     */
    public RegistryLease heartbeat(String leaseId, LoadReport load) {
        boolean back;
        synchronized (this) {
            Member member = member(leaseId);
            member.heardNanos = ticker.nanos();
            member.load = load;
            back = member.presence == Presence.SILENT;
            if (back) {
                member.presence = Presence.SERVING;
            }
        }
        if (back) {
            changed();
        }
        return new RegistryLease(leaseId, settings.heartbeat(), settings.lease());
    }

    /**
     * The server gets nothing new from now on.
     *
     * @throws InvalidRequestException when the lease is not known
     */
    public void drain(String leaseId) {
        synchronized (this) {
            member(leaseId).presence = Presence.DRAINING;
        }
        changed();
    }

    /** The server is gone. Nothing happens when the lease is not known. */
    public void leave(String leaseId) {
        synchronized (this) {
            Member member = byLease.get(leaseId);
            if (member == null) {
                return;
            }
            remove(member);
        }
        changed();
    }

    /** Looks who has not been heard of for too long. To be called about once per heartbeat. */
    public void expire() {
        boolean change;
        synchronized (this) {
            long now = ticker.nanos();
            change = silence(now);
            // Servers notice a restart at their next heartbeat; two leases give them time for a failed attempt.
            if (!complete && now - startNanos >= 2 * settings.lease().toNanos()) {
                complete = true;
                change = true;
            }
        }
        if (change) {
            changed();
        }
    }

    private boolean silence(long now) {
        boolean change = false;
        for (Iterator<Member> each = members.values().iterator(); each.hasNext(); ) {
            Member member = each.next();
            Duration quiet = Duration.ofNanos(now - member.heardNanos);
            boolean late = quiet.compareTo(settings.lease()) > 0;
            boolean gone = member.presence == Presence.DRAINING ? late : quiet.compareTo(settings.forget()) > 0;
            if (gone) {
                each.remove();
                byLease.remove(member.leaseId);
                change = true;
            } else if (late && member.presence == Presence.SERVING) {
                log.warn(
                        "Module server is silent, module={} address={}",
                        member.server.module(),
                        member.server.address());
                member.presence = Presence.SILENT;
                change = true;
            }
        }
        return change;
    }

    /**
     * The list as of now.
     *
     * @param module empty: all
     * @param version empty: all
     */
    public synchronized ServerList list(String module, String version) {
        List<ServerEntry> entries = members.values().stream()
                .filter(member -> module.isEmpty() || module.equals(member.server.module()))
                .filter(member -> version.isEmpty() || version.equals(member.server.version()))
                .map(Member::entry)
                .toList();
        return new ServerList(id, revision, complete, entries);
    }

    /**
     * Follows: {@code onChange} is called after each change and must not block; {@link #list} then has it.
     *
     * @throws InvalidRequestException when too many do
     */
    public Watch watch(Runnable onChange) {
        Object key = new Object();
        synchronized (this) {
            if (watchers.size() >= settings.maxWatchers()) {
                throw new InvalidRequestException(
                        Reason.TOO_MANY, "the registry has its most watchers already (" + settings.maxWatchers() + ")");
            }
            watchers.put(key, onChange);
        }
        return () -> {
            synchronized (this) {
                watchers.remove(key);
            }
        };
    }

    /** Ends when closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private Member member(String leaseId) {
        Member member = byLease.get(leaseId);
        if (member == null) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "there is no lease '" + leaseId + "': register again");
        }
        return member;
    }

    private void remove(Member member) {
        members.remove(member.server);
        byLease.remove(member.leaseId);
    }

    private void changed() {
        List<Runnable> told;
        synchronized (this) {
            revision++;
            told = new ArrayList<>(watchers.values());
        }
        told.forEach(Runnable::run);
    }
}
