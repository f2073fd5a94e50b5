package io.millrace.mq.function;

import io.millrace.core.failure.PoisonException;
import io.millrace.mq.fix.FixMessage;
import io.millrace.mq.statistics.PythonText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accepts and rejects orders by the latest bid and offer of their symbol. A result reads {@code {"msg": "New Order:
 * (CLIENT57, BTU, Accepted, 1337900.0): Accepted", "feed_time": 1458195070.31}}.
 *
 * <p>An order without feed time is handled, with {@code "feed_time": null}. It remembers the last million accepted
 * orders and at most 100,000 symbols.
 */
public final class MarketSpreadFunction implements MessageFunction {

    private static final int MAX_ORDERS = 1_000_000;
    private static final int MAX_SYMBOLS = 100_000;
    private static final double LIMIT = 0.05;
    /** Characters of most results. */
    private static final int RESULT = 128;

    /** Whether new orders are stopped, by symbol. */
    private final Map<String, Boolean> stopped = new HashMap<>();

    private final RecentIds accepted = new RecentIds(MAX_ORDERS);

    @Override
    public String name() {
        return "marketspread";
    }

    @Override
    public void apply(String message, Outputs outputs) {
        FixMessage fix = FixMessage.parse(message);
        switch (fix.type()) {
            case NBBO -> quote(fix);
            case ORDER -> outputs.send(order(fix));
            case HEARTBEAT, OTHER -> {}
        }
    }

    private void quote(FixMessage fix) {
        String symbol = fix.symbol();
        Double bid = fix.bid();
        Double offer = fix.offer();
        if (symbol == null || bid == null || offer == null) {
            throw new PoisonException("a quote needs the fields 55 (Symbol), 132 (BidPx) and 133 (OfferPx)");
        }
        if (stopped.size() >= MAX_SYMBOLS && !stopped.containsKey(symbol)) {
            throw new PoisonException("more than " + MAX_SYMBOLS + " symbols");
        }
        double spread = offer - bid;
        double mid = (bid + offer) / 2;
        // a middle of zero makes any spread infinitely wide
        boolean wide = mid == 0 || spread / mid >= LIMIT;
        stopped.put(symbol, wide && spread >= LIMIT);
    }

    private String order(FixMessage fix) {
        String id = fix.orderId();
        String reason = refusal(id, fix.symbol());
        if (reason == null && id != null) {
            accepted.add(id);
        }
        Double quantity = fix.orderQuantity();
        Double feedTime = fix.feedTime();
        StringBuilder json = new StringBuilder(RESULT).append("{\"msg\": \"New Order: (");
        PythonText.jsonPart(shown(fix.account()), json);
        json.append(", ");
        PythonText.jsonPart(shown(fix.symbol()), json);
        json.append(reason == null ? ", Accepted, " : ", Rejected, ");
        if (quantity == null) {
            json.append("None");
        } else {
            PythonText.number(quantity, json);
        }
        json.append(reason == null ? "): Accepted" : "): Rejected: ");
        PythonText.jsonPart(reason == null ? "" : reason, json);
        json.append("\", \"feed_time\": ");
        if (feedTime == null) {
            json.append("null");
        } else {
            PythonText.jsonNumber(feedTime, json);
        }
        return json.append('}').toString();
    }

    private @Nullable String refusal(@Nullable String id, @Nullable String symbol) {
        if (id != null && accepted.contains(id)) {
            return "Order already exists";
        }
        Boolean stop = stopped.get(symbol);
        if (stop == null) {
            return "Unknown symbol: " + shown(symbol);
        }
        return stop ? shown(symbol) + " - Stop New Orders" : null;
    }

    private static String shown(@Nullable String text) {
        return text == null ? "None" : text;
    }
}
