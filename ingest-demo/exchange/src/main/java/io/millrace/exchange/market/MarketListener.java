package io.millrace.exchange.market;

/** Hears what happens in a product, in order. Each of the first five takes one number of the product's sequence. */
public interface MarketListener {

    /** An order has come; it may meet another at once or rest. */
    void received(Product product, Order order, long sequence);

    /** An order rests in the book. */
    void opened(Product product, Order order, long sequence);

    /** An order is gone: all of it was traded, or the rest was cancelled. */
    void done(Product product, Order order, long sequence, boolean cancelled);

    /** The size of a resting order has changed. */
    void changed(Product product, Order order, long sequence, long oldSize);

    /** Two orders have met. */
    void matched(Product product, Trade trade);

    /**
     * What all orders at a price come to now.
     *
     * @param size 0 when there is none left
     */
    void level(Product product, boolean buy, long price, long size);

    /** A trade and all that followed from it is over; the book is at rest. */
    void settled(Product product, Trade trade);
}
