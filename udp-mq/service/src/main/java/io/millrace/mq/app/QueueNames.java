package io.millrace.mq.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.topology.EdgeSpec;
import io.millrace.mq.topology.TopologyRun;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds queues by the names that they have over HTTP: an edge's name means the queue of that edge, {@code edge:queue}
 * another queue of the same port. Where there is one port only, {@code queue} is enough.
 */
@Singleton
final class QueueNames {

    /**
     * A queue.
     *
     * @param name over HTTP
     * @param queues of its port
     */
    record Named(String name, MessageQueues queues, MessageQueue queue) {

        /** Makes what was stored or removed durable, where the queue is. */
        void force() {
            if (queue.durable() && queues.log() != null) {
                queues.log().force();
            }
        }
    }

    private final TopologyRun run;

    QueueNames(TopologyRun run) {
        this.run = run;
    }

    /**
     * The queue of that name.
     *
     * @param make true to make it when it is not there yet
     * @throws InvalidRequestException when there is none of that name
     */
    Named find(String name, boolean make) {
        int colon = name.indexOf(':');
        EdgeSpec edge = edge(colon < 0 ? name : name.substring(0, colon));
        String queue = colon < 0 ? edge == null ? name : edge.queue().name() : name.substring(colon + 1);
        EdgeSpec port = edge == null && colon < 0 ? only() : edge;
        MessageQueues queues = port == null ? null : run.queues(port.name()).orElse(null);
        if (queues == null) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "there is no queue '" + name + "'");
        }
        MessageQueue found = make ? queues.queue(queue) : queues.find(queue);
        if (found == null) {
            throw new InvalidRequestException(Reason.NOT_FOUND, "there is no queue '" + name + "'");
        }
        return new Named(name, queues, found);
    }

    private @Nullable EdgeSpec edge(String name) {
        return edges().stream()
                .filter(edge -> edge.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private @Nullable EdgeSpec only() {
        return edges().size() == 1 ? edges().getFirst() : null;
    }

    /** Edges that have queues in this process. */
    List<EdgeSpec> edges() {
        return run.topology().edges().stream()
                .filter(edge -> run.queues(edge.name()).isPresent())
                .toList();
    }

    /** The queues of all edges, by their names over HTTP; dead-letter queues belong to theirs. */
    List<Named> all() {
        return edges().stream()
                .flatMap(edge -> {
                    MessageQueues queues = run.queues(edge.name()).orElseThrow();
                    return queues.statuses().stream()
                            .filter(status -> !status.name().endsWith(".dead"))
                            .map(status -> new Named(
                                    status.name().equals(edge.queue().name())
                                            ? edge.name()
                                            : edges().size() == 1 ? status.name() : edge.name() + ":" + status.name(),
                                    queues,
                                    queues.queue(status.name())));
                })
                .toList();
    }
}
