package io.millrace.exchange;

/**
 * The trades of one product since the exchange began. Every trade that was made is in exactly one of sent, gap, lost
 * and malformed.
 *
 * @param product for example {@code BTC-USD}
 * @param first id of the first trade; 0 when there is none
 * @param last id of the last trade; 0 when there is none
 * @param made trades made; the ids from first to last, without a hole
 * @param sent trades given to whoever has subscribed, if anyone
 * @param gap trades that only REST has
 * @param lost trades that nobody has
 * @param malformed trades sent cut off, which REST has
 * @param kept trades that REST can give now
 */
public record ProductAccount(
        String product, long first, long last, long made, long sent, long gap, long lost, long malformed, long kept) {}
