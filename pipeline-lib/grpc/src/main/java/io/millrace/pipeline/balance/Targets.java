package io.millrace.pipeline.balance;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.net.HostPort;
import io.millrace.pipeline.registry.RegistryAccess;
import java.util.List;
import java.util.stream.Collectors;

/** Which servers there are for an external module. */
public sealed interface Targets {

    /**
     * Those, always.
     *
     * @param servers at least one
     */
    record Fixed(List<HostPort> servers) implements Targets {
        public Fixed {
            servers = List.copyOf(servers);
            if (servers.isEmpty()) {
                throw new InvalidRequestException(Reason.MALFORMED, "an external module needs at least one target");
            }
        }

        @Override
        public String toString() {
            return servers.stream().map(HostPort::toString).collect(Collectors.joining(", "));
        }
    }

    /**
     * Those that a registry lists, live.
     *
     * @param registry the way to it
     * @param module the name that servers register under, for example {@code upper-case}
     * @param version the version that they register under; empty: any
     * @param first who is called until the registry has answered; may be empty
     */
    record Listed(RegistryAccess registry, String module, String version, List<HostPort> first) implements Targets {
        public Listed {
            requireNonNull(registry, "registry is null");
            first = List.copyOf(first);
            if (module.isBlank()) {
                throw new InvalidRequestException(
                        Reason.MALFORMED, "a registry is asked for a module, and none was named");
            }
        }

        @Override
        public String toString() {
            return "servers of '" + module + (version.isEmpty() ? "" : "@" + version) + "' at registry "
                    + registry.address();
        }
    }
}
