package io.millrace.mq.function;

import io.millrace.core.failure.PoisonException;
import io.millrace.mq.fix.FixMessage;
import io.millrace.mq.statistics.PythonText;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

    /** Whether new orders are stopped, by symbol. */
    private final Map<String, Boolean> stopped = new HashMap<>();

    private final LinkedHashSet<String> accepted = new LinkedHashSet<>();

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
            remember(id);
        }
        String quantity = shown(fix.orderQuantity());
        Double feedTime = fix.feedTime();
        String verdict = reason == null ? "Accepted" : "Rejected";
        String text = "New Order: (" + shown(fix.account()) + ", " + shown(fix.symbol()) + ", " + verdict + ", "
                + quantity + "): " + (reason == null ? "Accepted" : "Rejected: " + reason);
        return "{\"msg\": " + PythonText.jsonText(text) + ", \"feed_time\": "
                + (feedTime == null ? "null" : PythonText.jsonNumber(feedTime)) + "}";
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

    private void remember(String id) {
        if (accepted.size() >= MAX_ORDERS) {
            accepted.removeFirst();
        }
        accepted.add(id);
    }

    private static String shown(@Nullable String text) {
        return text == null ? "None" : text;
    }

    private static String shown(@Nullable Double number) {
        return number == null ? "None" : PythonText.number(number);
    }
}
