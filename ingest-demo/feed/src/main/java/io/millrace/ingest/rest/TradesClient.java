package io.millrace.ingest.rest;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.ledger.Search;
import io.millrace.ingest.message.Side;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks {@code GET /products/{product}/trades}, newest trades first, page by page: {@code after} names the id below
 * which the next page begins.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class TradesClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long MAX_BODY = 16 << 20;
    /** For exchanges whose pages are shorter than asked for. */
    private static final int MAX_PAGES = 100;

    private final URI base;
    private final TokenBucket bucket;
    private final HttpClient http;

    /**
     * Makes a client and does no I/O.
     *
     * @param base for example {@code https://api.exchange.coinbase.com}
     * @param perSecond requests a second at most
     */
    public TradesClient(URI base, int perSecond, Ticker ticker) {
        this.base = requireNonNull(base, "base is null");
        this.bucket = new TokenBucket(perSecond, ticker);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /** Looks for trades; every failure is an answer. */
    public Answer search(Search search) throws InterruptedException {
        List<FoundTrade> found = new ArrayList<>();
        long after = search.last() + 1;
        for (int page = 0; page < MAX_PAGES && after > search.first(); page++) {
            bucket.take();
            HttpResponse<byte[]> response;
            try {
                response =
                        http.send(request(search, after), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
            } catch (IOException e) {
                return new Answer.Failed(search, "no answer of " + base + ": " + reason(e));
            }
            if (response.statusCode() == 404) {
                return new Answer.Refused(search, base + " does not know " + search.series());
            }
            if (response.statusCode() != 200) {
                return new Answer.Failed(search, base + " answers HTTP status " + response.statusCode());
            }
            List<FoundTrade> trades;
            try {
                trades = trades(response.body());
            } catch (PoisonException e) {
                return new Answer.Failed(search, base + " answers what is no list of trades: " + e.reason());
            }
            long before = after;
            for (FoundTrade trade : trades) {
                after = Math.min(after, trade.tradeId());
                if (trade.tradeId() >= search.first() && trade.tradeId() <= search.last()) {
                    found.add(trade);
                }
            }
            if (after == before) {
                break; // nothing older
            }
        }
        return new Answer.Found(search, found);
    }

    private HttpRequest request(Search search, long after) {
        long limit = Math.min(Search.WINDOW, after - search.first());
        URI uri = URI.create(base + "/products/" + search.series() + "/trades?limit=" + limit + "&after=" + after);
        return HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("User-Agent", "millrace")
                .build();
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** A list is read as an object's only field, so that one reader is enough. */
    private static List<FoundTrade> trades(byte[] body) {
        String text = "{\"trades\":" + new String(body, StandardCharsets.UTF_8) + "}";
        if (!(JsonRow.read(text).field("trades") instanceof List<?> list)) {
            throw new PoisonException("it is no list");
        }
        List<FoundTrade> trades = new ArrayList<>(list.size());
        for (Object element : list) {
            if (element instanceof Map<?, ?> trade
                    && trade.get("trade_id") instanceof Long id
                    && trade.get("price") instanceof String price
                    && trade.get("size") instanceof String size
                    && trade.get("side") instanceof String side
                    && trade.get("time") instanceof String time) {
                trades.add(new FoundTrade(id, price, size, side.equals("buy") ? Side.BUY : Side.SELL, time));
            } else {
                throw new PoisonException("a trade has trade_id, price, size, side and time");
            }
        }
        return trades;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
