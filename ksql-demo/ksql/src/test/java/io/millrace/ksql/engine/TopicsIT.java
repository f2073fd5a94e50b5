package io.millrace.ksql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.time.Ticker;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Topics of a real Kafka. */
final class TopicsIT {

    private static final int ROUNDS = 40;

    private static Topics topics() {
        Properties client = new Properties();
        client.setProperty("bootstrap.servers", Cluster.bootstrapServers());
        return new Topics(client, Ticker.SYSTEM);
    }

    @Test
    void areShownWhileOthersGo() throws Exception {
        String name = Cluster.application();
        AtomicBoolean done = new AtomicBoolean();
        try (Topics shown = topics();
                Topics changed = topics()) {
            changed.ensure(name + "stays", OptionalInt.of(2), (short) 1, Map.of());
            CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    changed.ensure(name + i, OptionalInt.of(1), (short) 1, Map.of());
                    changed.delete(name + i);
                }
            });
            var _ = changes.whenComplete((_, _) -> done.set(true));
            do {
                assertThat(shown.all()).containsEntry(name + "stays", new Topics.Size(2, 1));
            } while (!done.get());
            changes.get();
        }
    }
}
