package io.millrace.pipeline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.ManualTicker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RegistryTest {

    private final ManualTicker ticker = new ManualTicker();
    private final Registry registry = new Registry(
            new RegistrySettings(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(60), 3, 2), ticker);

    static ServedModule server(String module, String version, int port) {
        return new ServedModule(module, version, new HostPort("127.0.0.1", port), 4);
    }

    private String presences() {
        StringBuilder text = new StringBuilder();
        for (ServerEntry entry : registry.list("", "").servers()) {
            text.append(entry.server().address().port())
                    .append(' ')
                    .append(entry.presence())
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void listsByModuleAndVersion() {
        registry.register(server("upper", "2", 3));
        registry.register(server("lower", "1", 2));
        registry.register(server("upper", "1", 1));
        assertThat(registry.list("", "").servers())
                .extracting(entry -> entry.server().address().port())
                .containsExactly(2, 1, 3);
        assertThat(registry.list("upper", "").servers()).hasSize(2);
        assertThat(registry.list("upper", "2").servers())
                .singleElement()
                .satisfies(entry -> assertThat(entry.server().capacity()).isEqualTo(4));
        assertThat(registry.list("none", "").servers()).isEmpty();
    }

    @Test
    void isBounded() {
        registry.register(server("a", "1", 1));
        registry.register(server("a", "1", 2));
        registry.register(server("a", "1", 3));
        assertThatThrownBy(() -> registry.register(server("a", "1", 4)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("the registry has its most servers already (3)");
        registry.register(server("a", "1", 3));
        registry.watch(() -> {});
        Registry.Watch second = registry.watch(() -> {});
        assertThatThrownBy(() -> registry.watch(() -> {})).hasMessageContaining("most watchers already (2)");
        second.close();
        registry.watch(() -> {});
    }

    @Test
    void aServerWithoutHeartbeatsIsSilentThenForgottenAndComesBackWithOne() {
        RegistryLease lease = registry.register(server("a", "1", 1));
        ticker.advance(Duration.ofSeconds(3));
        registry.expire();
        assertThat(presences()).isEqualTo("1 SERVING\n");
        ticker.advance(Duration.ofMillis(1));
        registry.expire();
        assertThat(presences()).isEqualTo("1 SILENT\n");
        registry.heartbeat(lease.id(), new LoadReport(2, 10, 0.5, 0));
        assertThat(registry.list("a", "").servers()).singleElement().satisfies(entry -> {
            assertThat(entry.presence()).isEqualTo(Presence.SERVING);
            assertThat(entry.load()).isEqualTo(new LoadReport(2, 10, 0.5, 0));
        });
        ticker.advance(Duration.ofSeconds(61));
        registry.expire();
        assertThat(presences()).isEmpty();
        assertThatThrownBy(() -> registry.heartbeat(lease.id(), LoadReport.IDLE))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.kind()).isEqualTo(InvalidRequestException.Reason.NOT_FOUND));
    }

    @Test
    void aDrainingServerStaysUntilItLeavesOrFallsSilent() {
        RegistryLease one = registry.register(server("a", "1", 1));
        RegistryLease two = registry.register(server("a", "1", 2));
        registry.drain(one.id());
        registry.drain(two.id());
        registry.heartbeat(one.id(), LoadReport.IDLE);
        assertThat(presences()).isEqualTo("1 DRAINING\n2 DRAINING\n");
        registry.leave(one.id());
        registry.leave(one.id());
        ticker.advance(Duration.ofSeconds(4));
        registry.expire();
        assertThat(presences()).isEmpty();
    }

    @Test
    void registeringAgainReplacesTheLeaseAndEndsTheDraining() {
        RegistryLease old = registry.register(server("a", "1", 1));
        registry.drain(old.id());
        ticker.advance(Duration.ofSeconds(1));
        RegistryLease now = registry.register(server("a", "1", 1));
        assertThat(presences()).isEqualTo("1 SERVING\n");
        assertThatThrownBy(() -> registry.heartbeat(old.id(), LoadReport.IDLE))
                .hasMessageContaining("there is no lease '" + old.id() + "': register again");
        registry.leave(old.id());
        assertThat(registry.heartbeat(now.id(), LoadReport.IDLE)).isEqualTo(now);
        assertThat(registry.list("", "").servers().getFirst().since())
                .as("without a break")
                .isEqualTo(ticker.now().minusSeconds(1));
    }

    @Test
    void isCompleteTwoLeasesAfterItsStart() {
        assertThat(registry.list("", "").complete()).isFalse();
        ticker.advance(Duration.ofSeconds(6));
        registry.expire();
        assertThat(registry.list("", "").complete()).isTrue();
    }

    @Test
    void tellsThoseWhoWatchOfChangesNotOfHeartbeats() {
        AtomicInteger told = new AtomicInteger();
        registry.watch(told::incrementAndGet);
        RegistryLease lease = registry.register(server("a", "1", 1));
        long before = registry.list("", "").revision();
        registry.heartbeat(lease.id(), new LoadReport(1, 1, 1, 1));
        assertThat(told).hasValue(1);
        registry.drain(lease.id());
        registry.leave(lease.id());
        assertThat(told).hasValue(3);
        assertThat(registry.list("", "").revision()).isEqualTo(before + 2);
    }

    @Test
    void refusesWhatNobodyCanCall() {
        assertThatThrownBy(() -> server("", "1", 1)).hasMessage("module must have 1 to 200 characters, had 0");
        assertThatThrownBy(() -> server("a", "1", 0)).hasMessage("a server cannot be reached at port 0");
        assertThatThrownBy(() -> HostPort.parse("localhost"))
                .hasMessage("an address is host:port, such as 127.0.0.1:10000, not 'localhost'");
        assertThat(HostPort.parse("[::1]:50051")).isEqualTo(new HostPort("::1", 50_051));
        assertThat(HostPort.parse("[::1]:50051")).hasToString("[::1]:50051");
    }
}
