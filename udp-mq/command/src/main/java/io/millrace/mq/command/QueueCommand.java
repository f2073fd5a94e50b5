package io.millrace.mq.command;

import io.millrace.command.Lifetime;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.flow.Overflow;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.node.NodeSettings;
import io.millrace.mq.node.PlainPeers;
import io.millrace.mq.node.QueueNode;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.topology.QueueFolders;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mq}: queues behind a UDP port. */
@Command(name = "mq", mixinStandardHelpOptions = true, description = "Serves queues at a UDP port.")
final class QueueCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(QueueCommand.class);

    private final Lifetime lifetime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogOptions logging = new LogOptions();

    @Mixin
    private StatisticsOptions reporting = new StatisticsOptions();

    @Option(
            names = "--address",
            defaultValue = "127.0.0.1:10000",
            paramLabel = "HOST:PORT",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    private HostPort address = new HostPort("127.0.0.1", 10_000);

    @Option(
            names = "--max-messages",
            defaultValue = "1000000",
            description = "Messages that a queue holds at most. Default: ${DEFAULT-VALUE}.")
    private int maxMessages;

    @Option(
            names = "--max-bytes",
            defaultValue = "268435456",
            description = "Bytes that a queue holds at most. Default: ${DEFAULT-VALUE}.")
    private long maxBytes;

    @Option(
            names = "--overflow",
            defaultValue = "block",
            description = "When a queue is full: block (the sender is told to wait), drop-oldest, drop-newest or"
                    + " latest-by-key. Default: ${DEFAULT-VALUE}.")
    private String overflow = "block";

    @Option(
            names = "--lease",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "How long a taken message may stay unacknowledged. Default: ${DEFAULT-VALUE}.")
    private double lease;

    @Option(
            names = "--max-deliveries",
            defaultValue = "5",
            description = "After so many a message becomes a dead letter. Default: ${DEFAULT-VALUE}.")
    private int maxDeliveries;

    @Option(
            names = "--log-folder",
            paramLabel = "FOLDER",
            description = "Keep messages in a log there, so that they survive a restart. Default: in memory only.")
    private @Nullable String logFolder;

    @Option(
            names = "--plain-peers",
            defaultValue = "private",
            paramLabel = "NETWORKS",
            description = "Who may read by the plain protocol: loopback, private, any, or networks such as"
                    + " 10.1.0.0/16. Default: ${DEFAULT-VALUE}.")
    private String plainPeers = "private";

    QueueCommand(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Integer call() throws Exception {
        logging.open(
                "MQ." + address.host() + "-" + address.port(),
                spec.commandLine().getErr());
        NodeStatistics statistics = reporting.statistics("Messagequeue");
        NodeSettings node = NodeSettings.of(address).withPlainPeers(PlainPeers.parse(plainPeers));
        try (MessageQueues queues = QueueFolders.open(settings(), logFolder, Ticker.SYSTEM, statistics);
                QueueNode running = QueueNode.start(node, queues, Ticker.SYSTEM);
                AutoCloseable _ = reporting.sender(statistics)) {
            log.info("Listening on {}", running.address());
            lifetime.await();
        }
        log.info("Stopped");
        return 0;
    }

    private MessageQueuesSettings settings() {
        Overflow policy = Overflow.parse(overflow)
                .orElseThrow(() -> new InvalidRequestException(
                        Reason.MALFORMED,
                        "there is no policy '" + overflow
                                + "' for --overflow; expected block, drop-oldest, drop-newest or latest-by-key"));
        try {
            return MessageQueuesSettings.of(MessageQueueSettings.of(MessageQueueSettings.DEFAULT_NAME)
                    .withBounds(maxMessages, maxBytes)
                    .withOverflow(policy)
                    .withLease(Duration.ofNanos((long) (lease * 1e9)), maxDeliveries));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }
}
