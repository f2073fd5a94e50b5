package io.millrace.mq.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.client.QueueClient;
import io.millrace.mq.client.QueueClientSettings;
import io.millrace.mq.log.LogSettings;
import io.millrace.mq.log.MappedMessageLog;
import io.millrace.mq.log.MessageLog;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.MessageId;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.queue.PutResult;
import io.millrace.mq.statistics.NodeMeter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queues behind the real log, and one that is full. */
@Timeout(60)
final class DurableQueueTest {

    private static final LogSettings SMALL = new LogSettings(1 << 20, 8 << 20, false);

    @TempDir
    private Path folder;

    private MessageQueues open() {
        return MessageQueues.durable(
                MessageQueuesSettings.DEFAULT,
                Ticker.SYSTEM,
                NodeMeter.NONE,
                replay -> MappedMessageLog.open(folder, SMALL, replay));
    }

    private static QueueNode node(MessageQueues queues) {
        return QueueNode.start(NodeSettings.of(new HostPort("127.0.0.1", 0)), queues, Ticker.SYSTEM);
    }

    private static QueueClient client(QueueNode node, QueueClientSettings settings) {
        return QueueClient.open(new HostPort("127.0.0.1", node.address().getPort()), settings, Ticker.SYSTEM);
    }

    @Test
    void continuesAfterARestartWhereItWas() throws InterruptedException {
        MessageId id = MessageId.of("order-1");
        MessageQueues before = open();
        try (QueueNode node = node(before);
                QueueClient client = client(node, QueueClientSettings.DEFAULT)) {
            client.put("q", NewMessage.of("gone"));
            client.put("q", NewMessage.of("kept").withKey("k").withId(id));
            client.put("q", NewMessage.of("leased"));
            client.put("q", NewMessage.of("bad"));
            assertThat(client.get("q", 1)).extracting(Delivery::text).containsExactly("gone");
            List<Delivery> leased = client.lease("q", 3, Duration.ZERO);
            client.reject("q", List.of(leased.get(2).leaseId()), "cannot parse");
            assertThat(before.log()).isNotNull();
        }
        before.close();
        MessageQueues after = open();
        try (QueueNode node = node(after);
                QueueClient client = client(node, QueueClientSettings.DEFAULT)) {
            assertThat(client.put("q", NewMessage.of("kept").withId(id)))
                    .as("its id is known")
                    .isEqualTo(1);
            List<Delivery> again = client.lease("q", 10, Duration.ZERO);
            assertThat(again).extracting(Delivery::text).containsExactly("kept", "leased");
            assertThat(again.getFirst().key()).isEqualTo("k");
            assertThat(again.getFirst().id()).isEqualTo(id);
            List<Delivery> letters = client.lease("q.dead", 10, Duration.ZERO);
            assertThat(letters).extracting(Delivery::reason).containsExactly("cannot parse");
        }
        after.close();
    }

    @Test
    void answersOnlyWhatIsDurable() throws InterruptedException {
        MessageQueues queues = open();
        MessageLog log = queues.log();
        try (QueueNode node = node(queues);
                QueueClient client = client(node, QueueClientSettings.DEFAULT)) {
            for (int i = 0; i < 50; i++) {
                client.put("q", NewMessage.of("m" + i));
                assertThat(log).isNotNull();
                assertThat(log.durable()).isEqualTo(log.position());
            }
        }
        queues.close();
    }

    @Test
    void saysThatTheLogIsFullAndLivesOn() throws InterruptedException {
        MessageQueues queues = open();
        try (QueueNode node = node(queues);
                QueueClient client = client(node, QueueClientSettings.DEFAULT.withPatience(Duration.ofMillis(50)))) {
            List<NewMessage> large = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                large.add(NewMessage.of(new byte[30_000]));
            }
            try {
                client.put("q", large);
                throw new AssertionError("12 MB went into 8 MB");
            } catch (TransientException e) {
                assertThat(e).hasMessageContaining("is full");
            }
            assertThat(queues.queue("q").put(NewMessage.of(new byte[60_000]))).isEqualTo(PutResult.LOG_FULL);
            int read = 0;
            while (client.size("q") > 0) {
                read += client.get("q", 10).size();
            }
            assertThat(read).isGreaterThan(100);
            client.put("q", NewMessage.of("room again"));
        }
        queues.close();
    }

    @Test
    void sendsNoReplyWhileTheDiskRefuses() throws InterruptedException {
        RefusingLog log = new RefusingLog();
        MessageQueues queues =
                MessageQueues.durable(MessageQueuesSettings.DEFAULT, Ticker.SYSTEM, NodeMeter.NONE, _ -> log);
        try (QueueNode node = node(queues);
                QueueClient client =
                        client(node, QueueClientSettings.DEFAULT.withAttempts(Duration.ofMillis(20), 12))) {
            client.put("q", NewMessage.of("a"));
            assertThat(log.refused).isZero();
            assertThat(queues.queue("q").depth()).isEqualTo(1);
            assertThat(log.durable()).isEqualTo(log.position());
        }
        queues.close();
    }

    /** Refuses the first three times that it is forced. */
    private static final class RefusingLog implements MessageLog {

        private int refused = 3;
        private long position = 1;
        private long durable = 1;

        @Override
        public synchronized long append(ByteBuffer entry) {
            entry.position(entry.limit());
            return ++position;
        }

        @Override
        public synchronized void release(long id) {
            position++;
        }

        @Override
        public synchronized long position() {
            return position;
        }

        @Override
        public synchronized long durable() {
            return durable;
        }

        @Override
        public synchronized long force() {
            if (refused > 0) {
                refused--;
                throw new TransientException("the disk refuses");
            }
            durable = position;
            return durable;
        }

        @Override
        public void close() {}
    }
}
