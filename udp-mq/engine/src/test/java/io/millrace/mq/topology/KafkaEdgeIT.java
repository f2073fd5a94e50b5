package io.millrace.mq.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edges that are topics of a real broker. */
final class KafkaEdgeIT {

    private static final EmbeddedKafkaBroker BROKER = new EmbeddedKafkaBroker();
    private static String servers = "";

    @BeforeAll
    static void start() throws ExecutionException, InterruptedException {
        servers = BROKER.start().getAdvertisedListeners().replaceFirst(".*://", "");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) servers))) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1), new NewTopic("game", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @Test
    void carriesOrdersToTheirAnswers(@TempDir Path folder) throws IOException {
        Path orders = Files.writeString(folder.resolve("orders.msg"), """
                35=S|55=BTU|132=10.0|133=10.01|
                35=D|1=CLIENT57|11=1|55=BTU|38=100|
                35=D|1=CLIENT57|11=1|55=BTU|38=100|
                35=D|1=CLIENT35|11=2|55=TSLA|38=4000|
                """.replace('|', '\u0001'));
        Topology topology = Topology.parse("kafka.yaml", """
                nodes:
                  feeder: {kind: feeder, files: [%s]}
                  worker: {kind: worker, function: marketspread}
                  sink: {kind: sink}
                edges:
                  orders: {from: feeder, to: worker, transport: kafka, address: "%s", queue: orders}
                  results: {from: worker, to: sink}
                """.formatted(orders, servers), Map.of());
        try (TopologyRun run = TopologyRun.start(topology, Ticker.SYSTEM)) {
            Eventually.until(
                    "all orders are answered",
                    Duration.ofSeconds(60),
                    () -> run.orders().accepted() + run.orders().rejected() >= 3);
            assertThat(run.orders().clients())
                    .containsExactlyInAnyOrder(new ClientOrders("CLIENT57", 1, 1), new ClientOrders("CLIENT35", 0, 1));
        }
    }

    @Test
    void carriesABallInACircle() {
        Topology topology = Topology.parse("pong.yaml", """
                nodes:
                  player: {kind: worker, function: pong, rate: 200}
                edges:
                  game: {from: player, to: player, transport: kafka, address: "%s", queue: game, initial: [ping]}
                """.formatted(servers), Map.of());
        try (TopologyRun run = TopologyRun.start(topology, Ticker.SYSTEM)) {
            Eventually.until(
                    "the ball goes round twenty times",
                    Duration.ofSeconds(60),
                    () -> run.nodes().getFirst().statistics().out() >= 20);
            assertThat(run.nodes().getFirst().rejected()).isZero();
        }
    }
}
