package io.millrace.mq.node;

import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.log.LogSettings;
import io.millrace.mq.log.MappedMessageLog;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.statistics.NodeMeter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A durable queue node as a process, which a test ends by force. Prints its port. */
final class DurableNodeProgram {

    private DurableNodeProgram() {}

    public static void main(String[] args) throws InterruptedException {
        MessageQueueSettings durable =
                MessageQueueSettings.of(MessageQueueSettings.DEFAULT_NAME).withDurable(true);
        LogSettings settings = new LogSettings(256 << 10, 64 << 20, false);
        try (MessageQueues queues = MessageQueues.durable(
                        MessageQueuesSettings.of(durable),
                        Ticker.SYSTEM,
                        NodeMeter.NONE,
                        replay -> MappedMessageLog.open(Path.of(args[0]), settings, replay));
                QueueNode node =
                        QueueNode.start(NodeSettings.of(new HostPort("127.0.0.1", 0)), queues, Ticker.SYSTEM)) {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println(node.address().getPort());
            new CountDownLatch(1).await();
        }
    }
}
