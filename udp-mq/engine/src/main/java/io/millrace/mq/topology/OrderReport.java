package io.millrace.mq.topology;

import java.util.List;

/**
 * Orders of market-spread at the sinks of a graph.
 *
 * @param accepted orders altogether
 * @param rejected orders altogether
 * @param clients most rejected first; at most 10,000 clients are told apart
 * @param lastRejected newest first, at most 100
 */
public record OrderReport(long accepted, long rejected, List<ClientOrders> clients, List<RejectedOrder> lastRejected) {

    /** No orders. */
    public static final OrderReport NONE = new OrderReport(0, 0, List.of(), List.of());

    public OrderReport {
        clients = List.copyOf(clients);
        lastRejected = List.copyOf(lastRejected);
    }
}
