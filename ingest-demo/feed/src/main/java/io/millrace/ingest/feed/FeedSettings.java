package io.millrace.ingest.feed;

import io.millrace.connector.websocket.WebSocketSettings;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.json.JsonRow;
import io.millrace.ingest.ledger.LedgerSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settings without gaps: what was left out has its default, and all of it was checked.
 *
 * @param refill whether missing trades are fetched
 * @param gapRows whether what becomes of gaps is told by rows
 * @param maxMessageBytes longer messages are refused, those of twice that and more end the connection
 */
record FeedSettings(
        WebSocketSettings socket,
        Set<String> products,
        Set<String> channels,
        Set<String> asked,
        int connections,
        URI rest,
        int restRate,
        boolean refill,
        boolean gapRows,
        LedgerSettings ledger,
        int maxMessageBytes) {

    private static final long GAPS_TOGETHER = 5;

    static FeedSettings of(CoinbaseSettings from) {
        @SuppressWarnings("ConstantValue") // a YAML may leave it out
        boolean incomplete = from.wssUrl() == null || from.subscription() == null;
        if (incomplete) {
            throw new IllegalArgumentException("wss_url and subscription are required");
        }
        URI uri = uri("wss_url", from.wssUrl(), "ws", "wss");
        List<String> asked = new ArrayList<>(from.subscription().channels());
        if (or(from.heartbeat(), true) && !asked.contains("heartbeat")) {
            asked.add("heartbeat");
        }
        int maxMessage = within("max_message_bytes", from.maxMessageBytes(), 8 << 20, 1 << 10, 64 << 20);
        boolean refill = or(from.refill(), true);
        return new FeedSettings(
                socket(from, uri, maxMessage, asked),
                Set.copyOf(from.subscription().productIds()),
                Set.copyOf(from.subscription().channels()),
                Set.copyOf(asked),
                within("connections", from.connections(), 1, 1, 2),
                rest(from.restUrl(), uri),
                within("rest_rate", from.restRate(), 8, 1, 100),
                refill,
                or(from.gapRows(), false),
                ledger(from, refill),
                maxMessage);
    }

    private static WebSocketSettings socket(CoinbaseSettings from, URI uri, int maxMessage, List<String> asked) {
        Map<String, Object> subscribe = new LinkedHashMap<>();
        subscribe.put("type", "subscribe");
        subscribe.put("product_ids", from.subscription().productIds());
        subscribe.put("channels", asked);
        Duration silence = positive("silence", from.silence(), Duration.ofSeconds(20));
        int queue = within("queue_size", from.queueSize(), 65_536, 1, 10_000_000);
        return WebSocketSettings.of(uri, JsonRow.of(subscribe).toString())
                .withPatience(silence, Duration.ZERO)
                .withMessages(or(from.compression(), true), 2 * maxMessage)
                .withQueue(new QueueSettings(Overflow.BLOCK, queue, 4_096));
    }

    private static LedgerSettings ledger(CoinbaseSettings from, boolean refill) {
        LedgerSettings usual = LedgerSettings.DEFAULT;
        int attempts = within("refill_attempts", from.refillAttempts(), usual.attempts(), 1, 100);
        int maxGap = within("max_gap", from.maxGap(), (int) usual.maxGap(), 1, 100_000_000);
        return new LedgerSettings(
                positive("gap_grace", from.gapGrace(), usual.grace()),
                maxGap,
                within("max_gaps", from.maxGaps(), usual.maxGaps(), 1, 1_000_000),
                GAPS_TOGETHER * maxGap,
                refill ? attempts : 0,
                usual.patience(),
                usual.backoff());
    }

    /** The REST API that belongs to a feed. */
    private static URI rest(@Nullable String given, URI feed) {
        if (given != null) {
            URI uri = uri("rest_url", given, "http", "https");
            return URI.create(uri.toString().replaceAll("/+$", ""));
        }
        String host = feed.getHost();
        return switch (host) {
            case "ws-feed.exchange.coinbase.com", "ws-direct.exchange.coinbase.com" ->
                URI.create("https://api.exchange.coinbase.com");
            case "ws-feed-public.sandbox.exchange.coinbase.com", "ws-direct.sandbox.exchange.coinbase.com" ->
                URI.create("https://api-public.sandbox.exchange.coinbase.com");
            default ->
                URI.create((feed.getScheme().equalsIgnoreCase("wss") ? "https://" : "http://")
                        + host
                        + (feed.getPort() < 0 ? "" : ":" + feed.getPort()));
        };
    }

    private static URI uri(String key, String text, String plain, String secure) {
        String right = key + " must be like " + secure + "://host:port, was '" + text + "'";
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme();
            if (uri.getHost() == null || !(plain.equalsIgnoreCase(scheme) || secure.equalsIgnoreCase(scheme))) {
                throw new IllegalArgumentException(right);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(right, e);
        }
    }

    private static int within(String key, @Nullable Integer value, int usual, int min, int max) {
        int number = value == null ? usual : value;
        if (number < min || number > max) {
            throw new IllegalArgumentException(key + " must be from " + min + " to " + max + ", was " + number);
        }
        return number;
    }

    private static Duration positive(String key, @Nullable Duration value, Duration usual) {
        Duration duration = value == null ? usual : value;
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(key + " must be positive, was " + duration);
        }
        return duration;
    }

    private static boolean or(@Nullable Boolean value, boolean usual) {
        return value == null ? usual : value;
    }

    /** The values of {@code type} that become rows. */
    Set<String> rowTypes() {
        Set<String> types = new TreeSet<>();
        for (String channel : channels) {
            types.addAll(
                    switch (channel) {
                        case "ticker", "ticker_batch" -> Set.of("ticker");
                        case "matches" -> Set.of("match", "last_match");
                        case "level2", "level2_batch" -> Set.of("snapshot", "l2update");
                        case "full" -> Set.of("match", "last_match", "received", "open", "done", "change", "activate");
                        default -> Set.of(channel);
                    });
        }
        return types;
    }
}
