package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExchangeFeedTest {

    private static final String DECIMAL = "\\d+\\.\\d+";
    private static final String TIME = "2026-01-01T00:00:\\d\\d\\.\\d{6}Z";
    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final ManualTicker ticker = new ManualTicker();
    private final Exchange exchange = Exchange.start(
            ExchangeSettings.DEFAULT
                    .withPort(0)
                    .withProducts("BTC-USD", "ETH-BTC", "1INCH-USD")
                    .withRate(100)
                    .withFirstTradeId(774_546_408),
            ticker);

    @AfterEach
    void close() {
        exchange.close();
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static void texts(JsonNode node, String pattern, String... keys) {
        for (String key : keys) {
            assertThat(node.get(key).isTextual()).as(key).isTrue();
            assertThat(node.get(key).textValue()).as(key).matches(pattern);
        }
    }

    @Test
    void answersWithTheFullStateInBothForms() {
        try (FeedClient client = FeedClient.connect(exchange)) {
            client.say("""
                    {"type":"subscribe","product_ids":["BTC-USD"],
                     "channels":["level2","heartbeat",{"name":"ticker","product_ids":["ETH-BTC"]}]}""");
            client.await("subscriptions", 1);
            assertThat(client.texts().getFirst())
                    .isEqualTo("{\"type\":\"subscriptions\",\"channels\":["
                            + "{\"name\":\"level2\",\"product_ids\":[\"BTC-USD\"]},"
                            + "{\"name\":\"heartbeat\",\"product_ids\":[\"BTC-USD\"]},"
                            + "{\"name\":\"ticker\",\"product_ids\":[\"BTC-USD\",\"ETH-BTC\"]}]}");
            client.say("{\"type\":\"subscribe\",\"channels\":[{\"name\":\"full\",\"product_ids\":[\"ETH-BTC\"]}]}");
            assertThat(client.await("subscriptions", 2).get(1).get("channels")).hasSize(4);
            client.say("{\"type\":\"unsubscribe\",\"channels\":[\"ticker\",\"level2\"]}");
            assertThat(client.await("subscriptions", 3)
                            .get(2)
                            .at("/channels/0/name")
                            .asText())
                    .isEqualTo("heartbeat");
            client.say("{\"type\":\"unsubscribe\",\"product_ids\":[\"BTC-USD\"]}");
            assertThat(client.await("subscriptions", 4).get(3).get("channels")).hasSize(1);
            client.say("{\"type\":\"unsubscribe\",\"product_ids\":[\"ETH-BTC\"],\"channels\":[\"full\"]}");
            assertThat(client.await("subscriptions", 5).get(4).get("channels")).isEmpty();
        }
    }

    @Test
    void saysWhyItRefuses() {
        try (FeedClient client = FeedClient.connect(exchange)) {
            client.say("{\"type\":\"subscribe\",\"product_ids\":[\"BTC-XXX\"],\"channels\":[\"ticker\"]}");
            client.say("{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"],\"channels\":[\"tick\"]}");
            client.say("{\"type\":\"subscribe\",\"channels\":[\"ticker\"]}");
            client.say("{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"]}");
            client.say("{\"type\":\"subscribe\",\"product_ids\":\"BTC-USD\",\"channels\":[\"ticker\"]}");
            client.say("{\"type\":\"hello\"}");
            client.say("{\"type\":");
            client.say("[]");
            client.say("{\"type\":\"unsubscribe\"}");
            client.await("error", 9);
            assertThat(client.texts())
                    .containsExactly(
                            error("Failed to subscribe", "BTC-XXX is not a valid product"),
                            error("Failed to subscribe", "tick is not a valid channel"),
                            error("Failed to subscribe", "product_ids has to name at least one product for ticker"),
                            error("Failed to subscribe", "channels has to name at least one channel"),
                            error("Failed to subscribe", "product_ids has to be an array of strings"),
                            error("Type has to be either subscribe or unsubscribe", "unknown type 'hello'"),
                            error("Malformed JSON", "the message is not JSON"),
                            error("Malformed JSON", "the message is not a JSON object"),
                            error("Failed to unsubscribe", "channels has to name at least one channel"));
        }
    }

    private static String error(String message, String reason) {
        return "{\"type\":\"error\",\"message\":\"" + message + "\",\"reason\":\"" + reason + "\"}";
    }

    @Test
    void sendsTickersAsCoinbaseDoes() {
        try (FeedClient client = FeedClient.subscribe(exchange, "\"BTC-USD\"", "\"ticker\"")) {
            client.await("ticker", 1);
            ticker.advance(Duration.ofSeconds(1));
            List<JsonNode> tickers = client.await("ticker", 10);
            assertThat(client.messages("subscriptions")).hasSize(1);
            for (int i = 0; i < 10; i++) {
                JsonNode message = tickers.get(i);
                assertThat(keys(message))
                        .containsExactly(
                                "type",
                                "sequence",
                                "product_id",
                                "price",
                                "open_24h",
                                "volume_24h",
                                "low_24h",
                                "high_24h",
                                "volume_30d",
                                "best_bid",
                                "best_bid_size",
                                "best_ask",
                                "best_ask_size",
                                "side",
                                "time",
                                "trade_id",
                                "last_size");
                texts(message, "\\d+\\.\\d{2}", "price", "open_24h", "low_24h", "high_24h", "best_bid", "best_ask");
                texts(message, "\\d+\\.\\d{8}", "volume_24h", "volume_30d", "best_bid_size", "last_size");
                texts(message, TIME, "time");
                texts(message, "buy|sell", "side");
                assertThat(message.get("trade_id").longValue()).isEqualTo(774_546_408L + i);
                assertThat(message.get("sequence").isIntegralNumber()).isTrue();
            }
        }
    }

    @Test
    void sendsTheLastMatchAndThenMatches() {
        try (FeedClient client = FeedClient.subscribe(exchange, "\"BTC-USD\"", "\"matches\",\"ticker\"")) {
            client.await("last_match", 1);
            ticker.advance(Duration.ofSeconds(1));
            List<JsonNode> matches = client.await("match", 10);
            JsonNode last = client.messages("last_match").getFirst();
            assertThat(keys(last))
                    .containsExactly(
                            "type",
                            "trade_id",
                            "maker_order_id",
                            "taker_order_id",
                            "side",
                            "size",
                            "price",
                            "product_id",
                            "sequence",
                            "time");
            texts(last, ID, "maker_order_id", "taker_order_id");
            texts(last, DECIMAL, "size", "price");
            assertThat(keys(matches.getFirst())).isEqualTo(keys(last));
            JsonNode same = client.await("ticker", 2).get(1);
            assertThat(matches.getFirst().get("trade_id")).isEqualTo(same.get("trade_id"));
            assertThat(matches.getFirst().get("sequence")).isEqualTo(same.get("sequence"));
            assertThat(matches.getFirst().get("side")).as("side of the maker").isNotEqualTo(same.get("side"));
        }
    }

    @Test
    void givesBooksThatUpdatesKeepCurrent() {
        for (String channel : List.of("level2", "level2_batch")) {
            try (FeedClient client =
                            FeedClient.subscribe(exchange, "\"ETH-BTC\"", "\"" + channel + "\",\"heartbeat\"");
                    FeedClient later = FeedClient.connect(exchange)) {
                JsonNode snapshot = client.await("snapshot", 1).getFirst();
                assertThat(keys(snapshot)).containsExactly("type", "product_id", "bids", "asks");
                Map<String, String> book = new TreeMap<>();
                snapshot.get("bids")
                        .forEach(level -> book.put(
                                "buy" + level.get(0).asText(), level.get(1).asText()));
                snapshot.get("asks")
                        .forEach(level -> book.put(
                                "sell" + level.get(0).asText(), level.get(1).asText()));
                assertThat(book).hasSizeGreaterThan(20);
                ticker.advance(Duration.ofSeconds(3));
                client.await("heartbeat", 1);
                client.await("l2update", 1);
                later.say("{\"type\":\"subscribe\",\"product_ids\":[\"ETH-BTC\"],\"channels\":[\"" + channel + "\"]}");
                JsonNode after = later.await("snapshot", 1).getFirst();
                Map<String, String> expected = new TreeMap<>();
                after.get("bids")
                        .forEach(level -> expected.put(
                                "buy" + level.get(0).asText(), level.get(1).asText()));
                after.get("asks")
                        .forEach(level -> expected.put(
                                "sell" + level.get(0).asText(), level.get(1).asText()));
                Eventually.until("the book of " + channel + " is current", () -> {
                    Map<String, String> now = new TreeMap<>(book);
                    client.messages("l2update").forEach(update -> apply(now, update));
                    return now.equals(expected);
                });
            }
        }
    }

    private static void apply(Map<String, String> book, JsonNode update) {
        assertThat(keys(update)).containsExactly("type", "product_id", "changes", "time");
        for (JsonNode change : update.get("changes")) {
            String level = change.get(0).asText() + change.get(1).asText();
            if (Double.parseDouble(change.get(2).asText()) == 0) {
                book.remove(level);
            } else {
                book.put(level, change.get(2).asText());
            }
        }
    }

    @Test
    void numbersTheFullChannelWithoutAHole() {
        try (FeedClient client = FeedClient.subscribe(exchange, "\"BTC-USD\"", "\"full\"")) {
            client.await("subscriptions", 1);
            ticker.advance(Duration.ofSeconds(5));
            client.await("change", 2);
            client.await("open", 2);
            client.await("done", 5);
            assertThat(keys(client.await("received", 1).getFirst()))
                    .containsExactly(
                            "type",
                            "time",
                            "product_id",
                            "sequence",
                            "order_id",
                            "price",
                            "side",
                            "size",
                            "order_type",
                            "client-oid");
            assertThat(keys(client.messages("open").getFirst()))
                    .containsExactly(
                            "type", "time", "product_id", "sequence", "order_id", "price", "side", "remaining_size");
            assertThat(keys(client.messages("done").getFirst())).contains("reason", "remaining_size");
            assertThat(keys(client.messages("change").getFirst())).contains("old_size", "new_size");
            long before = -1;
            List<String> texts = client.texts();
            for (String text : texts.subList(1, texts.size())) {
                long sequence = FeedClient.json(text).get("sequence").longValue();
                assertThat(before < 0 || sequence == before + 1).as(text).isTrue();
                before = sequence;
            }
        }
    }

    @Test
    void beatsOnceASecondAndSumsUpEveryFive() {
        try (FeedClient client =
                FeedClient.subscribe(exchange, "\"1INCH-USD\"", "\"heartbeat\",\"ticker_batch\",\"status\"")) {
            client.await("ticker", 1);
            client.await("status", 1);
            for (int second = 1; second <= 5; second++) {
                ticker.advance(Duration.ofSeconds(1));
                JsonNode beat = client.await("heartbeat", second).get(second - 1);
                assertThat(keys(beat)).containsExactly("type", "sequence", "last_trade_id", "product_id", "time");
                assertThat(beat.get("last_trade_id").longValue()).isGreaterThanOrEqualTo(774_546_408);
            }
            client.await("ticker", 2);
            JsonNode status = client.await("status", 2).getFirst();
            assertThat(status.at("/products/2/id").asText()).isEqualTo("1INCH-USD");
            assertThat(status.get("currencies")).hasSize(4);
        }
    }

    @Test
    void closesWhoeverSubscribesToNothing() {
        try (FeedClient client = FeedClient.connect(exchange)) {
            Eventually.until("it is connected", () -> exchange.account().connections() == 1);
            ticker.advance(Duration.ofSeconds(6));
            assertThat(client.awaitClose()).isEqualTo(1008);
            assertThat(client.reason()).isEqualTo("no subscription within 5 s");
        }
    }

    @Test
    void limitsConnectionRequests() {
        List<FeedClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                clients.add(FeedClient.connect(exchange));
            }
            assertThat(refused()).isEqualTo(429);
            ticker.advance(Duration.ofMillis(130));
            clients.add(FeedClient.connect(exchange));
            assertThat(refused()).isEqualTo(429);
            assertThat(exchange.account().limited()).isEqualTo(2);
        } finally {
            clients.forEach(FeedClient::close);
        }
    }

    private int refused() {
        try (FeedClient _ = FeedClient.connect(exchange)) {
            return 101;
        } catch (CompletionException e) {
            return e.getCause() instanceof WebSocketHandshakeException refusal
                    ? refusal.getResponse().statusCode()
                    : -1;
        }
    }

    @Test
    void limitsMessages() {
        try (FeedClient client = FeedClient.connect(exchange)) {
            for (int i = 0; i < 101; i++) {
                client.say("{\"type\":\"hello\"}");
            }
            assertThat(client.awaitClose()).isEqualTo(1008);
            assertThat(client.reason()).isEqualTo("too many messages");
            assertThat(client.messages("error")).hasSize(100);
        }
    }

    @Test
    void limitsSubscriptions() {
        List<FeedClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                clients.add(FeedClient.subscribe(exchange, "\"BTC-USD\"", "\"ticker\""));
                clients.getLast().await("subscriptions", 1);
            }
            clients.add(FeedClient.subscribe(exchange, "\"BTC-USD\"", "\"ticker\""));
            assertThat(clients.getLast()
                            .await("error", 1)
                            .getFirst()
                            .get("reason")
                            .asText())
                    .isEqualTo("too many subscriptions to ticker of BTC-USD");
        } finally {
            clients.forEach(FeedClient::close);
        }
    }

    @Test
    void refusesMessagesThatAreTooBig() {
        try (FeedClient client = FeedClient.connect(exchange)) {
            client.say("x".repeat(70_000));
            assertThat(client.awaitClose()).isEqualTo(1009);
            assertThat(client.reason()).isEqualTo("Message too big");
        }
    }

    @Test
    void compressesForThoseWhoCan() {
        Vertx vertx = Vertx.vertx();
        try (FeedClient plain = FeedClient.subscribe(exchange, "\"BTC-USD\"", "\"matches\"")) {
            plain.await("last_match", 1);
            List<String> texts = new CopyOnWriteArrayList<>();
            WebSocketClient client =
                    vertx.createWebSocketClient(new WebSocketClientOptions().setTryUsePerMessageCompression(true));
            List<String> extensions = new CopyOnWriteArrayList<>();
            WebSocket socket = client.connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(exchange.port())
                            .setURI("/"))
                    .map(opened -> {
                        extensions.add(opened.headers().get("Sec-WebSocket-Extensions"));
                        opened.textMessageHandler(texts::add);
                        return opened;
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            assertThat(extensions).containsExactly("permessage-deflate");
            socket.writeTextMessage("{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"],\"channels\":[\"matches\"]}")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            Eventually.until("it has subscribed", () -> texts.size() == 2);
            ticker.advance(Duration.ofSeconds(1));
            plain.await("match", 20);
            Eventually.until("it has got the same", () -> texts.size() >= 20);
            assertThat(List.copyOf(texts).subList(2, 20))
                    .isEqualTo(plain.texts().subList(2, 20));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void answersPingsAndGoodbyes() throws Exception {
        try (FeedClient client = FeedClient.subscribe(exchange, "\"BTC-USD\"", "\"ticker\"")) {
            client.await("ticker", 1);
            client.ping("anyone?");
            client.await("a pong", it -> it.pong().equals("anyone?"));
            client.goodbye();
            assertThat(client.awaitClose()).isEqualTo(1000);
            Eventually.until("it is gone", () -> exchange.account().connections() == 0);
        }
    }
}
