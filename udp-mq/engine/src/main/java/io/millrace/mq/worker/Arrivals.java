package io.millrace.mq.worker;

import io.millrace.core.failure.PoisonException;
import io.millrace.core.time.Ticker;
import io.millrace.mq.statistics.Decimal;
import io.millrace.mq.statistics.JsonObject;
import io.millrace.mq.statistics.NodeStatistics;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a path: takes results such as {@code {"msg": "...", "feed_time": 1458195070.31}}, measures how long they
 * took since they were fed, and hands on the text. A malformed one is counted and logged, the first and then each power
 * of two of them. A feed time of null is a result without a measurement.
 *
 * <p><b>Threading:</b> thread-safe when the receiver is.
 */
public final class Arrivals {

    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);
    private static final int SHOWN = 200;
    private static final int MAX_PLAIN = 100_000;
    private static final String START = "{\"msg\": \"";
    private static final String MIDDLE = "\", \"feed_time\": ";

    private final NodeStatistics statistics;
    private final Ticker ticker;
    private final Consumer<String> receiver;
    private final LongAdder malformed = new LongAdder();

    /**
     * An end.
     *
     * @param receiver takes each {@code msg}
     */
    public Arrivals(NodeStatistics statistics, Ticker ticker, Consumer<String> receiver) {
        this.statistics = statistics;
        this.ticker = ticker;
        this.receiver = receiver;
    }

    /** Takes a result; whatever it is, this returns. */
    public void accept(String text) {
        statistics.in(1);
        try {
            if (!plain(text)) {
                any(text);
            }
            statistics.out(1);
        } catch (PoisonException e) {
            malformed.increment();
            long count = malformed.sum();
            if (Long.bitCount(count) == 1) {
                log.warn("malformed result, count={} reason={} text={}", count, e.reason(), shown(text));
            }
        }
    }

    private void any(String text) {
        JsonObject json = JsonObject.parse("result", text);
        String message = json.text("msg");
        if (json.fields().get("feed_time") != null || !json.fields().containsKey("feed_time")) {
            statistics.latency(since(json.number("feed_time")));
        }
        receiver.accept(message);
    }

    /** Takes a result of the usual form, without the price of a parser; false when it has another. */
    private boolean plain(String text) {
        int to = text.length() - 1;
        if (!text.startsWith(START) || text.charAt(to) != '}' || to > MAX_PLAIN) {
            return false;
        }
        int end = START.length();
        while (end < to && text.charAt(end) != '"') {
            char c = text.charAt(end++);
            if (c < ' ' || c == '\\') {
                return false;
            }
        }
        int number = end + MIDDLE.length();
        if (!text.startsWith(MIDDLE, end) || number + 1 >= to || text.charAt(number) == '0') {
            return false;
        }
        double feedTime = Decimal.parse(text, number, to);
        if (Double.isNaN(feedTime)) {
            return false;
        }
        statistics.latency(since(feedTime));
        receiver.accept(text.substring(START.length(), end));
        return true;
    }

    private long since(double feedTime) {
        Instant now = ticker.now();
        long seconds = (long) Math.floor(feedTime);
        return (now.getEpochSecond() - seconds) * 1_000_000_000L + now.getNano() - (long) ((feedTime - seconds) * 1e9);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    /** How many were malformed. */
    public long malformed() {
        return malformed.sum();
    }

    /** What it counts. */
    public NodeStatistics statistics() {
        return statistics;
    }
}
