package io.millrace.exchange.market;

/**
 * A trade.
 *
 * @param id one more than that of the product's trade before
 * @param sequence number of the match among the product's events
 * @param price in the product's smallest step of prices
 * @param size in 0.00000001
 * @param makerBuys whether the order that had rested in the book was to buy
 * @param time microseconds since 1970
 * @param maker the order that had rested in the book
 * @param taker the order that met it
 */
public record Trade(
        long id, long sequence, long price, long size, boolean makerBuys, long time, Order maker, Order taker) {}
