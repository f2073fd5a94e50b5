package io.millrace.pipeline.registry;

import java.util.List;

/**
 * The servers of a module, or of all, as of one moment.
 *
 * @param registryId another one after a restart of the registry
 * @param revision rises with each change, from 1
 * @param complete false while a registry that has just started waits for servers to register again: who is missing may
 *     be there all the same
 * @param servers in order of module, version and address
 */
public record ServerList(String registryId, long revision, boolean complete, List<ServerEntry> servers) {
    public ServerList {
        servers = List.copyOf(servers);
    }
}
