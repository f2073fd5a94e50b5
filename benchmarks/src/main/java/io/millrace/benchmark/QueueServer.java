package io.millrace.benchmark;

import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.log.LogSettings;
import io.millrace.mq.log.MappedMessageLog;
import io.millrace.mq.node.NodeSettings;
import io.millrace.mq.node.QueueNode;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.statistics.NodeMeter;
import io.millrace.mq.statistics.NodeStatistics;
import java.nio.file.Path;

/** A queue node in a process of its own, as users run it but for its page. */
final class QueueServer {

    private QueueServer() {}

    /** Usage: {@code QueueServer PORT [FOLDER of a log]}. */
    public static void main(String[] args) {
        MessageQueuesSettings settings = MessageQueuesSettings.of(
                MessageQueueSettings.of(MessageQueueSettings.DEFAULT_NAME).withBounds(5_000_000, 700L << 20));
        NodeMeter meter = new NodeStatistics("Messagequeue", "benchmark", Ticker.SYSTEM);
        MessageQueues queues = args.length == 1
                ? MessageQueues.inMemory(settings, Ticker.SYSTEM, meter)
                : MessageQueues.durable(
                        settings,
                        Ticker.SYSTEM,
                        meter,
                        replay -> MappedMessageLog.open(Path.of(args[1]), LogSettings.DEFAULT, replay));
        HostPort address = new HostPort("127.0.0.1", Integer.parseInt(args[0]));
        QueueNode node = QueueNode.start(NodeSettings.of(address).withSessions(4, 64 << 20), queues, Ticker.SYSTEM);
        System.out.println("ready");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.err.println(node.status());
            queues.statuses().forEach(System.err::println);
        }));
    }
}
