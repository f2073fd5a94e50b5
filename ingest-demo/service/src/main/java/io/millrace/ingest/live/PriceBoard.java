package io.millrace.ingest.live;

import io.millrace.core.Record;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.RowTap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last price of each product, as trades come: rows that have {@code product_id}, {@code price} and
 * {@code trade_id}.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class PriceBoard implements RowTap {

    /** Seconds of a product's line. */
    static final int POINTS = 90;

    private final int maxProducts;
    private final Map<Place, Quote> quotes = new TreeMap<>();

    private record Place(String pipeline, String product) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byProduct = product.compareTo(other.product);
            return byProduct != 0 ? byProduct : pipeline.compareTo(other.pipeline);
        }
    }

    /**
     * An empty board.
     *
     * @param maxProducts products at most; others are not shown
     */
    public PriceBoard(int maxProducts) {
        this.maxProducts = maxProducts;
    }

    @Override
    public synchronized void rows(String pipeline, List<Record<JsonRow>> rows) {
        for (Record<JsonRow> one : rows) {
            JsonRow row = one.value();
            String product = row.string("product_id");
            String price = text(row, "price");
            if (product != null && price != null && row.field("trade_id") != null) {
                quote(new Place(pipeline, product), price, row);
            }
        }
    }

    private void quote(Place place, String price, JsonRow row) {
        Quote quote = quotes.get(place);
        if (quote == null && quotes.size() < maxProducts) {
            quote = new Quote();
            quotes.put(place, quote);
        }
        if (quote != null) {
            quote.trades++;
            quote.price = price;
            quote.size = text(row, row.field("last_size") == null ? "size" : "last_size");
            quote.side = row.string("side");
            quote.time = row.string("time");
        }
    }

    /** Numbers come as numbers or as strings. */
    private static @Nullable String text(JsonRow row, String field) {
        Object value = row.field(field);
        return value == null ? null : value.toString();
    }

    /**
     * All prices by product; to be called once a second.
     *
     * @param seconds since the last call, positive
     */
    public synchronized List<LivePrice> look(double seconds) {
        List<LivePrice> prices = new ArrayList<>(quotes.size());
        quotes.forEach((place, quote) -> prices.add(quote.look(place, seconds)));
        return prices;
    }

    /** Forgets the prices of pipelines that are no more. */
    public synchronized void retain(List<String> pipelines) {
        quotes.keySet().removeIf(place -> !pipelines.contains(place.pipeline()));
    }

    private static final class Quote {

        private final Deque<Double> points = new ArrayDeque<>(POINTS);
        private long trades;
        private long seen;
        private String price = "";
        private @Nullable String size;
        private @Nullable String side;
        private @Nullable String time;

        LivePrice look(Place place, double seconds) {
            long came = trades - seen;
            seen = trades;
            if (came > 0) {
                point();
            }
            return new LivePrice(
                    place.pipeline(),
                    place.product(),
                    price,
                    size,
                    side,
                    time,
                    trades,
                    Math.round(10 * came / seconds) / 10.0,
                    List.copyOf(points));
        }

        private void point() {
            try {
                double value = Double.parseDouble(price);
                if (Double.isFinite(value)) {
                    if (points.size() == POINTS) {
                        points.removeFirst();
                    }
                    points.addLast(value);
                }
            } catch (NumberFormatException _) {
                // shown as it came, without a line
            }
        }
    }
}
