package io.millrace.mq.topology;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An edge of a graph: a queue that any number of nodes fill and any number of nodes empty, or a socket.
 *
 * @param name unique in the graph
 * @param vuid the id in statistics
 * @param from who puts; empty when only clients of other processes do
 * @param to who takes; empty when only clients of other processes do
 * @param transport how it is made
 * @param address {@code host:port} of the queue's port or of the socket, the bootstrap servers of Kafka; null
 *     in-process, and for a free port
 * @param queue its name at the port, and its bounds
 * @param initial messages that are put when the graph starts, for example the first {@code ping} of a cycle
 * @param faults what goes wrong on purpose on the way into the queue
 */
public record EdgeSpec(
        String name,
        String vuid,
        List<String> from,
        List<String> to,
        Transport transport,
        @Nullable String address,
        QueueSpec queue,
        List<String> initial,
        FaultSpec faults) {

    /** How an edge is made. */
    public enum Transport {
        /** A queue in this process. */
        IN_PROCESS,
        /** A queue behind a UDP port. */
        UDP,
        /** Raw datagrams to a sink's port, as the reference sends them: nothing is stored between. */
        SOCKET,
        /** A topic of Kafka. */
        KAFKA;

        /** As in files: {@code in-process}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public EdgeSpec {
        requireNonNull(name, "name is null");
        requireNonNull(queue, "queue is null");
        requireNonNull(faults, "faults is null");
        from = List.copyOf(from);
        to = List.copyOf(to);
        initial = List.copyOf(initial);
    }
}
