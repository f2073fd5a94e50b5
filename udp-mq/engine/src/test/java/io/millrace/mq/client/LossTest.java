package io.millrace.mq.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.node.NodeSettings;
import io.millrace.mq.node.QueueNode;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.queue.QueueStatus;
import io.millrace.mq.statistics.NodeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Puts, leases and acknowledges while datagrams are lost, doubled or both. */
@Timeout(60)
final class LossTest {

    private static final QueueClientSettings BRISK =
            QueueClientSettings.DEFAULT.withAttempts(Duration.ofMillis(15), 12);

    private final MessageQueues queues =
            MessageQueues.inMemory(MessageQueuesSettings.DEFAULT, Ticker.SYSTEM, NodeMeter.NONE);
    private QueueNode node;

    @BeforeEach
    void start() {
        node = QueueNode.start(NodeSettings.of(new HostPort("127.0.0.1", 0)), queues, Ticker.SYSTEM);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void losesAndDoublesNothingWhicheverDatagramIsLost() throws InterruptedException {
        int datagrams = run("clean", (_, _) -> 1);
        assertThat(datagrams).isGreaterThan(6);
        for (int lost = 0; lost < datagrams; lost++) {
            int index = lost;
            run("to-server-" + lost, (toServer, i) -> toServer && i == index ? 0 : 1);
            run("to-client-" + lost, (toServer, i) -> !toServer && i == index ? 0 : 1);
        }
    }

    @Test
    void losesAndDoublesNothingWhicheverDatagramIsDoubled() throws InterruptedException {
        for (int doubled = 0; doubled < 8; doubled++) {
            int index = doubled;
            run("doubled-to-server-" + doubled, (toServer, i) -> toServer && i == index ? 2 : 1);
            run("doubled-to-client-" + doubled, (toServer, i) -> !toServer && i == index ? 2 : 1);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void losesAndDoublesNothingWhenMuchIsLostAndDoubled(long seed) throws InterruptedException {
        Random random = new Random(seed);
        run("random-" + seed, (_, _) -> {
            synchronized (random) {
                return random.nextInt(100) < 20 ? 0 : random.nextInt(100) < 20 ? 2 : 1;
            }
        });
    }

    /** Forty messages through a queue of that name; how many datagrams went to the node. */
    private int run(String queue, LossyProxy.Fate fate) throws InterruptedException {
        List<String> sent = new ArrayList<>();
        List<NewMessage> messages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add(queue + "-" + i + "x".repeat(1_000));
            messages.add(NewMessage.of(sent.getLast()));
        }
        List<String> read = new ArrayList<>();
        try (LossyProxy proxy = new LossyProxy(node.address(), fate);
                QueueClient client = QueueClient.open(proxy.address(), BRISK, Ticker.SYSTEM)) {
            assertThat(client.put(queue, messages)).isZero();
            while (read.size() < sent.size()) {
                List<Delivery> leased = client.lease(queue, 15, Duration.ZERO);
                assertThat(leased).as(queue).isNotEmpty();
                leased.forEach(delivery -> read.add(delivery.text()));
                assertThat(client.ack(
                                queue, leased.stream().map(Delivery::leaseId).toList()))
                        .as(queue)
                        .isEqualTo(leased.size());
            }
            assertThat(read).as(queue).containsExactlyInAnyOrderElementsOf(sent);
            QueueStatus status = queues.queue(queue).status();
            assertThat(status.put()).as(queue).isEqualTo(40);
            assertThat(status.acked()).as(queue).isEqualTo(40);
            assertThat(status.delivered()).as(queue).isEqualTo(40);
            return proxy.sentToServer();
        }
    }
}
