package io.millrace.exchange.market;

import java.util.Arrays;

/**
 * Resting orders of one side, best first, one at each price: small and in an array, since every trade touches its head.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class Book {

    private final boolean buy;
    private Order[] orders = new Order[32];
    private int size;

    Book(boolean buy) {
        this.buy = buy;
    }

    /** How many orders rest. */
    public int size() {
        return size;
    }

    /** The order with so many better ones. */
    public Order at(int index) {
        return orders[index];
    }

    public Order best() {
        return orders[0];
    }

    Order worst() {
        return orders[size - 1];
    }

    void add(Order order) {
        if (size == orders.length) {
            orders = Arrays.copyOf(orders, 2 * size);
        }
        int index = 0;
        while (index < size && better(orders[index].price(), order.price())) {
            index++;
        }
        System.arraycopy(orders, index, orders, index + 1, size - index);
        orders[index] = order;
        size++;
    }

    Order removeBest() {
        Order best = orders[0];
        size--;
        System.arraycopy(orders, 1, orders, 0, size);
        return best;
    }

    Order removeWorst() {
        size--;
        return orders[size];
    }

    private boolean better(long one, long other) {
        return buy ? one > other : one < other;
    }
}
