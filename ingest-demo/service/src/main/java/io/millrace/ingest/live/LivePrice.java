package io.millrace.ingest.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last trade of a product, and what it cost lately.
 *
 * @param pipeline that the trade came through
 * @param product for example {@code BTC-USD}
 * @param price as it came, all its digits
 * @param size of the trade, as it came; null when it did not say
 * @param side {@code buy} or {@code sell}; null when it did not say
 * @param time when it was, as it came; null when it did not say
 * @param trades that came since the start of the service
 * @param perSecond that came in the last second
 * @param points the price at the end of each of the last seconds in which there was a trade, oldest first
 */
public record LivePrice(
        String pipeline,
        String product,
        String price,
        @Nullable String size,
        @Nullable String side,
        @Nullable String time,
        long trades,
        double perSecond,
        List<Double> points) {

    public LivePrice {
        points = List.copyOf(points);
    }
}
