package io.millrace.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.net.HostPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KnownServersTest {

    private final KnownServers known = new KnownServers(List.of());
    private long revision;

    /** {@code +7} serves at port 7, {@code -7} drains, {@code ?7} is silent. */
    private List<Integer> update(boolean complete, String... servers) {
        List<ServerEntry> entries = new ArrayList<>();
        for (String server : servers) {
            Presence presence = switch (server.charAt(0)) {
                case '+' -> Presence.SERVING;
                case '-' -> Presence.DRAINING;
                default -> Presence.SILENT;
            };
            entries.add(new ServerEntry(
                    RegistryTest.server("a", "1", Integer.parseInt(server.substring(1))),
                    presence,
                    LoadReport.IDLE,
                    Instant.EPOCH));
        }
        return known.update(new ServerList("r", ++revision, complete, entries)).stream()
                .map(HostPort::port)
                .toList();
    }

    @Test
    void callsThoseThatServe() {
        assertThat(update(true, "+1", "-2", "?3", "+4")).containsExactly(1, 4);
        assertThat(update(true, "+4")).containsExactly(4);
    }

    @Test
    void callsSilentOnesWhenNobodyServes() {
        assertThat(update(true, "-2", "?3")).containsExactly(3);
    }

    @Test
    void aListOfNobodyChangesNothing() {
        update(true, "+1", "+2");
        assertThat(update(true)).containsExactly(1, 2);
        assertThat(update(true, "-1")).containsExactly(1, 2);
        assertThat(update(true, "-1", "+3")).containsExactly(3);
    }

    @Test
    void aRegistryThatHasJustStartedTakesNobodyAway() {
        update(true, "+1", "+2", "+3");
        assertThat(update(false)).containsExactly(1, 2, 3);
        assertThat(update(false, "+4", "-2")).containsExactly(1, 3, 4);
        assertThat(update(true, "+4", "+3")).containsExactly(4, 3);
    }

    @Test
    void beginsWithWhatItWasGiven() {
        KnownServers given = new KnownServers(List.of(new HostPort("h", 9)));
        assertThat(given.update(new ServerList("r", 1, false, List.of()))).containsExactly(new HostPort("h", 9));
    }
}
