package io.millrace.exchange.market;

/**
 * An order.
 *
 * <p><b>Threading:</b> not thread-safe; the size changes while the order rests in the book.
 */
public final class Order {

    private final long high;
    private final long low;
    private final boolean buy;
    private final long price;
    private long size;

    Order(long high, long low, boolean buy, long price, long size) {
        this.high = high;
        this.low = low;
        this.buy = buy;
        this.price = price;
        this.size = size;
    }

    /** The upper half of its id. */
    public long high() {
        return high;
    }

    /** The lower half of its id. */
    public long low() {
        return low;
    }

    public boolean buy() {
        return buy;
    }

    /** In the product's smallest step of prices. */
    public long price() {
        return price;
    }

    /** What is left of it, in 0.00000001. */
    public long size() {
        return size;
    }

    void size(long left) {
        size = left;
    }
}
