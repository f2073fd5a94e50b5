package io.millrace.ingest.feed;

import io.millrace.ingest.message.Products;
import io.millrace.ingest.type.Accepts;
import java.util.List;
import java.util.Set;

/**
 * What is asked for.
 *
 * @param productIds products, such as {@code BTC-USD}; at least one, no two alike
 * @param channels {@code ticker}, {@code ticker_batch}, {@code level2}, {@code level2_batch}, {@code matches},
 *     {@code full}, {@code heartbeat}, {@code status}; at least one, no two alike
 */
public record Subscription(
        @Accepts(pattern = "^[A-Z0-9]+-[A-Z0-9]+$", example = "BTC-USD or 1INCH-USD")
        List<String> productIds,

        @Accepts(
                values = {"ticker", "ticker_batch", "level2", "level2_batch", "matches", "full", "heartbeat", "status"})
        List<String> channels) {

    static final Set<String> CHANNELS =
            Set.of("ticker", "ticker_batch", "level2", "level2_batch", "matches", "full", "heartbeat", "status");

    public Subscription {
        productIds = checked("product_ids", productIds);
        channels = checked("channels", channels);
        for (String product : productIds) {
            if (!Products.isProduct(product)) {
                throw new IllegalArgumentException(
                        "subscription.product_ids must be like BTC-USD or 1INCH-USD, was '" + product + "'");
            }
        }
        for (String channel : channels) {
            if (!CHANNELS.contains(channel)) {
                throw new IllegalArgumentException("subscription.channels must be of "
                        + CHANNELS.stream().sorted().toList() + ", was '" + channel + "'");
            }
        }
    }

    @SuppressWarnings("ConstantValue") // a YAML may leave it out
    private static List<String> checked(String name, List<String> values) {
        if (values == null || values.isEmpty()) {
            throw new IllegalArgumentException("subscription." + name + " must name at least one");
        }
        List<String> copy = List.copyOf(values);
        if (Set.copyOf(copy).size() < copy.size()) {
            throw new IllegalArgumentException("subscription." + name + " must not name one twice, was " + copy);
        }
        return copy;
    }
}
