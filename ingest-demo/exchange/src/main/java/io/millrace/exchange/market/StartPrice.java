package io.millrace.exchange.market;

/**
 * Where the price of a product begins.
 *
 * @param price in its smallest step
 * @param scale places behind the point
 */
record StartPrice(long price, int scale) {

    static StartPrice of(String product) {
        return switch (product) {
            case "BTC-USD" -> new StartPrice(101_496_91, 2);
            case "BTC-EUR" -> new StartPrice(93_120_40, 2);
            case "ETH-USD" -> new StartPrice(3_412_37, 2);
            case "ETH-BTC" -> new StartPrice(3_362, 5);
            case "SOL-USD" -> new StartPrice(187_42, 2);
            default -> new StartPrice(10_000 + Math.floorMod(product.hashCode(), 1_000_000), 4);
        };
    }
}
