package io.millrace.mq.client;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.SinkContract;
import io.millrace.core.testkit.SourceContract;
import io.millrace.core.time.Ticker;
import io.millrace.mq.node.NodeSettings;
import io.millrace.mq.node.QueueNode;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.statistics.NodeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

final class PlainQueueContractTest {

    private static final List<String> SAMPLES = List.of("one", "two", "three", "four", "five");

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

    private HostPort server() {
        return new HostPort("127.0.0.1", node.address().getPort());
    }

    @Nested
    final class AsSource implements SourceContract<String> {

        @Override
        public List<String> samples() {
            return SAMPLES;
        }

        @Override
        public Source<String> sourceOf(List<String> values) {
            values.forEach(value -> queues.defaultQueue().put(NewMessage.of(value)));
            return silent();
        }

        @Override
        public Source<String> silent() {
            return new PlainQueueSource(server(), PlainClientSettings.DEFAULT, Duration.ofMillis(20), Ticker.SYSTEM);
        }

        @Override
        public boolean ends() {
            return false;
        }

        @Override
        public boolean replays() {
            return false;
        }
    }

    @Nested
    final class AsSink implements SinkContract<String> {

        private final List<String> read = new ArrayList<>();

        @Override
        public List<String> samples() {
            return SAMPLES;
        }

        @Override
        public Sink<String> sink() {
            return new PlainQueueSink(server(), PlainClientSettings.DEFAULT);
        }

        @Override
        public List<String> stored() {
            MessageQueue queue = queues.defaultQueue();
            for (Delivery next = queue.get(); next != null; next = queue.get()) {
                read.add(next.text());
            }
            return List.copyOf(read);
        }

        @Override
        public @Nullable String poison() {
            return "x".repeat(MessageQueue.MAX_MESSAGE + 1);
        }

        @Override
        public boolean idempotent() {
            return false;
        }
    }
}
