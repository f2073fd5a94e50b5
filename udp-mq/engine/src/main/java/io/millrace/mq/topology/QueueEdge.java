package io.millrace.mq.topology;

import io.millrace.core.Sink;
import io.millrace.core.Source;
import io.millrace.core.failure.TransientException;
import io.millrace.core.flow.Overflow;
import io.millrace.core.net.HostPort;
import io.millrace.core.pipeline.DeadLetter;
import io.millrace.core.time.Ticker;
import io.millrace.mq.fault.FaultProxy;
import io.millrace.mq.fault.FaultRates;
import io.millrace.mq.fault.FaultSettings;
import io.millrace.mq.node.NodeSettings;
import io.millrace.mq.node.QueueNode;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueueDeadLetterSink;
import io.millrace.mq.queue.MessageQueueSettings;
import io.millrace.mq.queue.MessageQueueSink;
import io.millrace.mq.queue.MessageQueueSource;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.queue.QueueStatus;
import io.millrace.mq.statistics.NodeStatistics;
import io.millrace.mq.topology.EdgeSpec.Transport;
import io.millrace.mq.topology.NodeSpec.Guarantee;
import io.millrace.mq.worker.Protocol;
import io.millrace.mq.worker.RemoteQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edge that is a queue of this process, reached directly or by UDP, on request through a place where things go
 * wrong.
 */
final class QueueEdge implements RunningEdge {

    private static final int BATCH = 256;

    private final EdgeSpec spec;
    private final Ticker ticker;
    private final NodeStatistics statistics;
    private final MessageQueues queues;
    private final MessageQueue queue;
    private final @Nullable QueueNode node;
    private final @Nullable FaultProxy faults;

    QueueEdge(EdgeSpec spec, Ticker ticker) {
        this.spec = spec;
        this.ticker = ticker;
        this.statistics = new NodeStatistics("Messagequeue", spec.vuid(), ticker);
        this.queues = QueueFolders.open(settings(spec.queue()), spec.queue().logFolder(), ticker, statistics);
        this.queue = queues.queue(spec.queue().name());
        boolean udp = spec.transport() == Transport.UDP;
        try {
            this.node = udp ? QueueNode.start(NodeSettings.of(address()), queues, ticker) : null;
            this.faults = node == null || spec.faults().none() ? null : faults(node, spec.faults());
        } catch (RuntimeException e) {
            queues.close();
            throw e;
        }
    }

    private HostPort address() {
        return HostPort.parse(spec.address() == null ? "127.0.0.1:0" : spec.address());
    }

    private static MessageQueuesSettings settings(QueueSpec spec) {
        MessageQueueSettings queue = MessageQueueSettings.of(spec.name())
                .withBounds(spec.maxMessages(), spec.maxBytes())
                .withOverflow(Overflow.parse(spec.overflow()).orElse(Overflow.BLOCK))
                .withLease(spec.lease(), spec.maxDeliveries());
        return MessageQueuesSettings.of(queue);
    }

    private static FaultProxy faults(QueueNode node, FaultSpec spec) {
        FaultRates rates = new FaultRates(
                spec.loss(), spec.duplication(), spec.reordering(), spec.garbling(), spec.delay(), spec.delay());
        HostPort any = new HostPort(node.address().getHostString(), 0);
        return FaultProxy.start(any.resolve(), node.address(), FaultSettings.both(rates, spec.seed()));
    }

    /** Where the nodes of this graph reach the queue: the port itself, or the place where things go wrong. */
    private @Nullable RemoteQueue remote(Protocol protocol) {
        if (node == null) {
            return null;
        }
        var target = faults == null ? node.address() : faults.address();
        return new RemoteQueue(
                new HostPort(target.getHostString(), target.getPort()),
                spec.queue().name(),
                protocol,
                ticker);
    }

    @Override
    public EdgeSpec spec() {
        return spec;
    }

    @Override
    public NodeStatistics statistics() {
        return statistics;
    }

    MessageQueues queues() {
        return queues;
    }

    @Nullable
    QueueNode node() {
        return node;
    }

    @Override
    public Source<String> source(Guarantee guarantee) {
        RemoteQueue remote = remote(protocol(guarantee));
        return remote == null ? new MessageQueueSource(queue, BATCH, ticker) : remote.source();
    }

    private static Protocol protocol(Guarantee guarantee) {
        return guarantee == Guarantee.AT_LEAST_ONCE ? Protocol.EXTENDED : Protocol.PLAIN;
    }

    @Override
    public Sink<String> sink(boolean reliable) {
        RemoteQueue remote = remote(reliable ? Protocol.EXTENDED : Protocol.PLAIN);
        return remote == null ? new MessageQueueSink(queue) : remote.sink();
    }

    @Override
    public @Nullable Sink<DeadLetter> deadLetters(Guarantee guarantee) {
        MessageQueue dead = queue.dead();
        if (dead == null) {
            return null;
        }
        RemoteQueue remote = remote(protocol(guarantee));
        return remote == null ? new MessageQueueDeadLetterSink(dead) : remote.deadLetters();
    }

    @Override
    public void put(List<String> messages) {
        for (String message : messages) {
            if (!queue.put(NewMessage.of(message)).done()) {
                throw new TransientException("queue '" + spec.name() + "' does not take its first messages");
            }
        }
    }

    @Override
    public EdgeStatus status() {
        QueueStatus status = queue.status();
        MessageQueue dead = queue.dead();
        return new EdgeStatus(
                spec,
                status.depth() + status.delayed(),
                status.leased(),
                status.bytes(),
                status.oldestAge(),
                status.dropped(),
                dead == null ? 0 : dead.depth(),
                statistics.snapshot());
    }

    @Override
    public boolean settled() {
        QueueStatus status = queue.status();
        return status.depth() + status.delayed() + status.leased() == 0;
    }

    @Override
    public void close() {
        if (faults != null) {
            faults.close();
        }
        if (node != null) {
            node.close();
        }
        queues.close();
    }
}
