package io.millrace.mq.topology;

/**
 * What became of one client's orders, as the sink's messages tell it.
 *
 * @param client for example {@code CLIENT57}
 * @param accepted orders
 * @param rejected orders
 */
public record ClientOrders(String client, long accepted, long rejected) {

    /** The share of rejected orders from 0 to 1. */
    public double rejectedShare() {
        long all = accepted + rejected;
        return all == 0 ? 0 : (double) rejected / all;
    }
}
