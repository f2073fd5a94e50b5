package io.millrace.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.exchange.market.Book;
import io.millrace.exchange.market.Order;
import io.millrace.exchange.market.Product;
import io.millrace.exchange.market.Trade;
import io.millrace.exchange.wire.Text;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The messages of the feed, byte for byte as Coinbase writes them. Each method gives the same text, written anew.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Messages {

    private static final byte[] SEQUENCE = ascii("{\"type\":\"ticker\",\"sequence\":");
    private static final byte[] OPEN = ascii("\",\"open_24h\":\"");
    private static final byte[] VOLUME = ascii("\",\"volume_24h\":\"");
    private static final byte[] LOW = ascii("\",\"low_24h\":\"");
    private static final byte[] HIGH = ascii("\",\"high_24h\":\"");
    private static final byte[] VOLUME_30D = ascii("\",\"volume_30d\":\"");
    private static final byte[] BID = ascii("\",\"best_bid\":\"");
    private static final byte[] BID_SIZE = ascii("\",\"best_bid_size\":\"");
    private static final byte[] ASK = ascii("\",\"best_ask\":\"");
    private static final byte[] ASK_SIZE = ascii("\",\"best_ask_size\":\"");
    private static final byte[] SIDE = ascii("\",\"side\":\"");
    private static final byte[] TIME = ascii("\",\"time\":\"");
    private static final byte[] TRADE_ID = ascii("\",\"trade_id\":");
    private static final byte[] LAST_SIZE = ascii(",\"last_size\":\"");
    private static final byte[] PRODUCT_PRICE = ascii("\",\"price\":\"");
    private static final byte[] BUY = ascii("buy");
    private static final byte[] SELL = ascii("sell");
    private static final byte[] END = ascii("\"}");

    private final Text text = new Text();
    private final Map<String, byte[]> products = new HashMap<>();

    private static byte[] ascii(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] side(boolean buy) {
        return buy ? BUY : SELL;
    }

    Text ticker(Product product, Trade trade) {
        int scale = product.priceScale();
        Order bid = product.bids().best();
        Order ask = product.asks().best();
        byte[] id = products.computeIfAbsent(product.id(), name -> ascii(",\"product_id\":\"" + name));
        text.clear().raw(SEQUENCE).number(trade.sequence()).raw(id);
        text.raw(PRODUCT_PRICE).decimal(trade.price(), scale);
        text.raw(OPEN).decimal(product.open24h(), scale);
        text.raw(VOLUME).decimal(product.volume24h(), Product.SIZE_SCALE);
        text.raw(LOW).decimal(product.low24h(), scale);
        text.raw(HIGH).decimal(product.high24h(), scale);
        text.raw(VOLUME_30D).decimal(product.volume30d(), Product.SIZE_SCALE);
        text.raw(BID).decimal(bid.price(), scale);
        text.raw(BID_SIZE).decimal(bid.size(), Product.SIZE_SCALE);
        text.raw(ASK).decimal(ask.price(), scale);
        text.raw(ASK_SIZE).decimal(ask.size(), Product.SIZE_SCALE);
        text.raw(SIDE).raw(side(!trade.makerBuys()));
        text.raw(TIME).time(trade.time());
        text.raw(TRADE_ID).number(trade.id());
        return text.raw(LAST_SIZE).decimal(trade.size(), Product.SIZE_SCALE).raw(END);
    }

    Text match(MessageType type, Product product, Trade trade) {
        text.clear().raw("{\"type\":\"").raw(type.text());
        text.raw(TRADE_ID).number(trade.id());
        order(",\"maker_order_id\":\"", trade.maker());
        order("\",\"taker_order_id\":\"", trade.taker());
        text.raw(SIDE).raw(side(trade.makerBuys()));
        text.raw("\",\"size\":\"").decimal(trade.size(), Product.SIZE_SCALE);
        text.raw(PRODUCT_PRICE).decimal(trade.price(), product.priceScale());
        text.raw("\",\"product_id\":\"").raw(product.id());
        text.raw("\",\"sequence\":").number(trade.sequence());
        return text.raw(",\"time\":\"").time(trade.time()).raw(END);
    }

    private void order(String key, Order order) {
        text.raw(key).uuid(order.high(), order.low());
    }

    Text received(Product product, Order order, long sequence, long micros) {
        event("received", product, order, sequence, micros);
        size("size", order.size());
        return text.raw("\",\"order_type\":\"limit\",\"client-oid\":\"").raw(END);
    }

    Text opened(Product product, Order order, long sequence, long micros) {
        event("open", product, order, sequence, micros);
        size("remaining_size", order.size());
        return text.raw(END);
    }

    Text done(Product product, Order order, long sequence, long micros, boolean cancelled) {
        event("done", product, order, sequence, micros);
        text.raw("\",\"reason\":\"").raw(cancelled ? "canceled" : "filled");
        size("remaining_size", order.size());
        return text.raw(END);
    }

    Text changed(Product product, Order order, long sequence, long micros, long oldSize) {
        event("change", product, order, sequence, micros);
        text.raw("\",\"reason\":\"modify_order");
        size("old_size", oldSize);
        size("new_size", order.size());
        return text.raw(END);
    }

    private void event(String type, Product product, Order order, long sequence, long micros) {
        text.clear().raw("{\"type\":\"").raw(type).raw(TIME).time(micros);
        text.raw("\",\"product_id\":\"").raw(product.id());
        text.raw("\",\"sequence\":").number(sequence);
        order(",\"order_id\":\"", order);
        text.raw(PRODUCT_PRICE).decimal(order.price(), product.priceScale());
        text.raw(SIDE).raw(side(order.buy()));
    }

    private void size(String key, long size) {
        text.raw("\",\"").raw(key).raw("\":\"").decimal(size, Product.SIZE_SCALE);
    }

    Text heartbeat(Listing listing, long micros) {
        text.clear().raw("{\"type\":\"heartbeat\",\"sequence\":").number(listing.sequence());
        text.raw(",\"last_trade_id\":").number(listing.last());
        return text.raw(",\"product_id\":\"")
                .raw(listing.id())
                .raw(TIME)
                .time(micros)
                .raw(END);
    }

    Text snapshot(Product product) {
        text.clear().raw("{\"type\":\"snapshot\",\"product_id\":\"").raw(product.id());
        text.raw("\",\"bids\":[");
        side(product, product.bids());
        text.raw("],\"asks\":[");
        side(product, product.asks());
        return text.raw("]}");
    }

    private void side(Product product, Book book) {
        for (int i = 0; i < book.size(); i++) {
            Order order = book.at(i);
            text.raw(i == 0 ? "[\"" : ",[\"").decimal(order.price(), product.priceScale());
            text.raw("\",\"").decimal(order.size(), Product.SIZE_SCALE).raw("\"]");
        }
    }

    /** @param levels the new sizes of prices that have changed */
    Text changes(Product product, Map<Level, Long> levels, long micros) {
        text.clear().raw("{\"type\":\"l2update\",\"product_id\":\"").raw(product.id());
        text.raw("\",\"changes\":[");
        boolean first = true;
        for (Map.Entry<Level, Long> level : levels.entrySet()) {
            text.raw(first ? "[\"" : ",[\"").raw(side(level.getKey().buy()));
            text.raw("\",\"").decimal(level.getKey().price(), product.priceScale());
            text.raw("\",\"").decimal(level.getValue(), Product.SIZE_SCALE).raw("\"]");
            first = false;
        }
        return text.raw("],\"time\":\"").time(micros).raw(END);
    }

    Text status(Iterable<Listing> listings) {
        Set<String> currencies = new LinkedHashSet<>();
        text.clear().raw("{\"type\":\"status\",\"products\":[");
        boolean first = true;
        for (Listing listing : listings) {
            if (!first) {
                text.raw(',');
            }
            first = false;
            product(text, listing);
            currencies.add(base(listing.id()));
            currencies.add(quote(listing.id()));
        }
        text.raw("],\"currencies\":[");
        first = true;
        for (String currency : currencies) {
            text.raw(first ? "{\"id\":\"" : ",{\"id\":\"")
                    .raw(currency)
                    .raw("\",\"name\":\"")
                    .raw(currency);
            text.raw("\",\"min_size\":\"0.00000001\",\"status\":\"online\",\"status_message\":\"\"}");
            first = false;
        }
        return text.raw("]}");
    }

    /** Appends a product as REST and the channel of states describe it. */
    static void product(Text text, Listing listing) {
        String id = listing.id();
        text.raw("{\"id\":\"").raw(id).raw("\",\"base_currency\":\"").raw(base(id));
        text.raw("\",\"quote_currency\":\"").raw(quote(id));
        text.raw("\",\"base_increment\":\"0.00000001\",\"quote_increment\":\"").decimal(1, listing.priceScale());
        text.raw("\",\"display_name\":\"").raw(base(id)).raw('/').raw(quote(id));
        text.raw("\",\"status\":\"online\",\"status_message\":\"\",\"min_market_funds\":\"1\"");
        text.raw(",\"margin_enabled\":false,\"post_only\":false,\"limit_only\":false,\"cancel_only\":false");
        text.raw(",\"trading_disabled\":false,\"type\":\"spot\"}");
    }

    private static String base(String product) {
        int dash = product.indexOf('-');
        return dash < 0 ? product : product.substring(0, dash);
    }

    private static String quote(String product) {
        return product.substring(product.indexOf('-') + 1);
    }

    /** The full state of a client. */
    Text subscriptions(Map<Channel, ? extends Iterable<String>> channels) {
        text.clear().raw("{\"type\":\"subscriptions\",\"channels\":[");
        boolean firstChannel = true;
        for (Map.Entry<Channel, ? extends Iterable<String>> channel : channels.entrySet()) {
            text.raw(firstChannel ? "{\"name\":\"" : ",{\"name\":\"");
            text.raw(channel.getKey().text()).raw("\",\"product_ids\":[");
            boolean firstProduct = true;
            for (String product : channel.getValue()) {
                text.raw(firstProduct ? "\"" : ",\"").raw(product).raw('"');
                firstProduct = false;
            }
            text.raw("]}");
            firstChannel = false;
        }
        return text.raw("]}");
    }

    Text error(String message, String reason) {
        text.clear().raw("{\"type\":\"error\",\"message\":").quoted(message);
        return text.raw(",\"reason\":").quoted(reason).raw('}');
    }

    /** A message of a capture, as it is. */
    Text captured(String message) {
        return text.clear().raw(message);
    }
}
