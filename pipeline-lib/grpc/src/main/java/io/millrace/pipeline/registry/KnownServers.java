package io.millrace.pipeline.registry;

import io.millrace.core.net.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one who follows a registry believes: the last list, and after a restart of the registry the list before it until
 * the new one is complete. A list that leaves nobody changes nothing: to call somebody who may be gone is never worse
 * than to call nobody.
 */
final class KnownServers {

    private Map<HostPort, Presence> known = Map.of();
    private Set<HostPort> chosen = Set.of();

    KnownServers(List<HostPort> first) {
        chosen = new LinkedHashSet<>(first);
    }

    /** Takes a list; the answer is who is to be called from now on. */
    List<HostPort> update(ServerList list) {
        Map<HostPort, Presence> next = new LinkedHashMap<>();
        if (!list.complete()) {
            next.putAll(known);
        }
        for (ServerEntry entry : list.servers()) {
            // The same address under two versions counts as the better of both.
            next.merge(
                    entry.server().address(),
                    entry.presence(),
                    (one, other) -> list.complete() && one.compareTo(other) < 0 ? one : other);
        }
        known = next;
        for (Presence presence : List.of(Presence.SERVING, Presence.SILENT)) {
            Set<HostPort> of = of(presence);
            if (!of.isEmpty()) {
                chosen = of;
                break;
            }
        }
        return chosen();
    }

    /** Who is to be called. */
    List<HostPort> chosen() {
        return new ArrayList<>(chosen);
    }

    private Set<HostPort> of(Presence presence) {
        Set<HostPort> of = new LinkedHashSet<>();
        known.forEach((address, state) -> {
            if (state == presence) {
                of.add(address);
            }
        });
        return of;
    }
}
