package io.millrace.ingest.message;

import io.millrace.core.json.JsonRow;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One message of the feed, by its {@code type}. Decimal numbers stay the text that they were sent as. */
public sealed interface FeedMessage {

    /** The message as it came. */
    JsonRow row();

    /** Its {@code type}. */
    String type();

    /** A message that tells of exactly one trade. */
    sealed interface Trade extends FeedMessage {

        String product();

        /** Counts trades of the product from 1, without holes. */
        long tradeId();

        Instant time();
    }

    /**
     * A trade and what the market is like after it.
     *
     * @param side the taker's
     */
    record Ticker(JsonRow row, String product, long tradeId, String price, String lastSize, Side side, Instant time)
            implements Trade {
        @Override
        public String type() {
            return "ticker";
        }
    }

    /**
     * A trade.
     *
     * @param side the maker's
     * @param last whether it was made before we subscribed, {@code last_match}
     */
    record Match(
            JsonRow row, String product, long tradeId, String price, String size, Side side, Instant time, boolean last)
            implements Trade {
        @Override
        public String type() {
            return last ? "last_match" : "match";
        }
    }

    /**
     * Each second and product.
     *
     * @param lastTradeId the product's last trade; 0 when there was none
     */
    record Heartbeat(JsonRow row, String product, long sequence, long lastTradeId, Instant time)
            implements FeedMessage {
        @Override
        public String type() {
            return "heartbeat";
        }
    }

    /**
     * The whole book.
     *
     * @param time null when it was sent without
     */
    record Snapshot(
            JsonRow row,
            String product,
            int bids,
            int asks,
            @Nullable Instant time) implements FeedMessage {
        @Override
        public String type() {
            return "snapshot";
        }
    }

    /** Levels of the book that have changed. */
    record BookUpdate(JsonRow row, String product, int changes, Instant time) implements FeedMessage {
        @Override
        public String type() {
            return "l2update";
        }
    }

    /**
     * What happened to one order: {@code received}, {@code open}, {@code done}, {@code change}, {@code activate}.
     *
     * @param time null when it was sent without
     */
    record Order(
            JsonRow row,
            String type,
            String product,
            @Nullable Instant time) implements FeedMessage {}

    /**
     * What we are subscribed to now.
     *
     * @param channels names of products by channel
     */
    record Subscriptions(JsonRow row, Map<String, Set<String>> channels) implements FeedMessage {

        public Subscriptions {
            channels = Map.copyOf(channels);
        }

        @Override
        public String type() {
            return "subscriptions";
        }
    }

    /** The exchange refuses something. */
    record Failure(JsonRow row, String message, String reason) implements FeedMessage {
        @Override
        public String type() {
            return "error";
        }
    }

    /** Products and currencies. */
    record Status(JsonRow row) implements FeedMessage {
        @Override
        public String type() {
            return "status";
        }
    }

    /** Of a type that this version does not know. */
    record Unknown(JsonRow row, String type) implements FeedMessage {}
}
