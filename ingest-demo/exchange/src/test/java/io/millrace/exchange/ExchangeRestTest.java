package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.failure.FatalException;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExchangeRestTest {

    private static final ExchangeSettings SETTINGS = ExchangeSettings.DEFAULT
            .withPort(0)
            .withProducts("BTC-USD")
            .withRate(100)
            .withLimits(ExchangeLimits.NONE);

    private final ManualTicker ticker = new ManualTicker();

    /** The first trade, and so many more. */
    private void make(Exchange exchange, int trades) {
        long before = exchange.account("BTC-USD").made();
        ticker.advance(Duration.ofMillis(10L * trades + 1));
        Eventually.until(trades + " trades", () -> exchange.account("BTC-USD").made() >= before + trades);
    }

    private static List<Long> ids(String body) {
        List<Long> ids = new ArrayList<>();
        FeedClient.json(body).forEach(trade -> ids.add(trade.get("trade_id").longValue()));
        return ids;
    }

    private static List<Long> down(long from, long to) {
        return LongStream.rangeClosed(to, from)
                .map(id -> from + to - id)
                .boxed()
                .toList();
    }

    @Test
    void pagesThroughTradesNewestFirst() throws Exception {
        try (Exchange exchange = Exchange.start(SETTINGS.withFirstTradeId(1000), ticker)) {
            make(exchange, 50);
            HttpResponse<String> newest = FeedClient.get(exchange, "/products/BTC-USD/trades?limit=5");
            assertThat(ids(newest.body())).isEqualTo(down(1050, 1046));
            assertThat(newest.headers().firstValue("CB-BEFORE")).contains("1050");
            assertThat(newest.headers().firstValue("CB-AFTER")).contains("1046");
            HttpResponse<String> older = FeedClient.get(exchange, "/products/BTC-USD/trades?limit=5&after=1046");
            assertThat(ids(older.body())).isEqualTo(down(1045, 1041));
            assertThat(ids(FeedClient.get(exchange, "/products/BTC-USD/trades?before=1047")
                            .body()))
                    .isEqualTo(down(1050, 1048));
            assertThat(ids(FeedClient.get(exchange, "/products/BTC-USD/trades?before=1010&after=1013")
                            .body()))
                    .isEqualTo(down(1012, 1011));
            HttpResponse<String> none = FeedClient.get(exchange, "/products/BTC-USD/trades?after=1000");
            assertThat(none.statusCode()).isEqualTo(200);
            assertThat(none.body()).isEqualTo("[]");
            assertThat(none.headers().firstValue("CB-AFTER")).isEmpty();
            assertThat(ids(FeedClient.get(exchange, "/products/BTC-USD/trades").body()))
                    .isEqualTo(down(1050, 1000));
        }
    }

    @Test
    void givesTheSameTradesAsTheFeed() throws Exception {
        try (Exchange exchange = Exchange.start(SETTINGS, ticker);
                FeedClient client = FeedClient.subscribe(exchange, "\"BTC-USD\"", "\"matches\"")) {
            client.await("last_match", 1);
            make(exchange, 20);
            List<JsonNode> matches = client.await("match", 20);
            JsonNode trades = FeedClient.json(FeedClient.get(exchange, "/products/BTC-USD/trades?limit=20")
                    .body());
            for (int i = 0; i < 20; i++) {
                JsonNode match = matches.get(i);
                JsonNode trade = trades.get(19 - i);
                for (String field : List.of("trade_id", "side", "size", "price", "time")) {
                    assertThat(trade.get(field)).as(field).isEqualTo(match.get(field));
                }
            }
        }
    }

    @Test
    void describesProductsAndTime() throws Exception {
        try (Exchange exchange = Exchange.start(SETTINGS.withProducts("BTC-USD", "ETH-BTC"), ticker)) {
            JsonNode products =
                    FeedClient.json(FeedClient.get(exchange, "/products").body());
            assertThat(products).hasSize(2);
            assertThat(products.at("/1/quote_increment").asText()).isEqualTo("0.00001");
            JsonNode one = FeedClient.json(
                    FeedClient.get(exchange, "/products/ETH-BTC").body());
            assertThat(one).isEqualTo(products.get(1));
            JsonNode last = FeedClient.json(
                    FeedClient.get(exchange, "/products/BTC-USD/ticker").body());
            assertThat(last.get("trade_id").longValue())
                    .isEqualTo(exchange.account("BTC-USD").last());
            assertThat(last.get("price").asText()).matches("\\d+\\.\\d{2}");
            assertThat(last.get("bid").asText()).matches("\\d+\\.\\d{2}");
            assertThat(FeedClient.get(exchange, "/time").body())
                    .isEqualTo("{\"iso\":\"2026-01-01T00:00:00.000000Z\",\"epoch\":1767225600.000000}");
        }
    }

    @Test
    void refusesWhatThereIsNot() throws Exception {
        try (Exchange exchange = Exchange.start(SETTINGS, ticker)) {
            for (String path : List.of("/nothing", "/products/X-Y/trades", "/products/BTC-USD/candles")) {
                HttpResponse<String> answer = FeedClient.get(exchange, path);
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
                assertThat(answer.body()).isEqualTo("{\"message\":\"NotFound\"}");
            }
            HttpResponse<String> wrong = FeedClient.get(exchange, "/products/BTC-USD/trades?limit=many");
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body()).isEqualTo("{\"message\":\"limit must be a number above 0, was 'many'\"}");
            assertThat(FeedClient.post(exchange, "/products", "{}").statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void limitsRequests() throws Exception {
        try (Exchange exchange = Exchange.start(SETTINGS.withLimits(ExchangeLimits.COINBASE), ticker)) {
            for (int i = 0; i < 15; i++) {
                assertThat(FeedClient.get(exchange, "/time").statusCode()).isEqualTo(200);
            }
            HttpResponse<String> refused = FeedClient.get(exchange, "/time");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).isEqualTo("{\"message\":\"Public rate limit exceeded\"}");
            ticker.advance(Duration.ofMillis(101));
            assertThat(FeedClient.get(exchange, "/time").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void goesOnWithItsIdsAfterARestart(@TempDir Path folder) throws Exception {
        ExchangeSettings settings = SETTINGS.withState(folder).withFirstTradeId(500);
        long last;
        try (Exchange exchange = Exchange.start(settings, ticker)) {
            make(exchange, 10);
            last = exchange.account("BTC-USD").last();
            assertThatThrownBy(() -> Exchange.start(settings, ticker))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("is in use by another exchange");
        }
        try (Exchange exchange = Exchange.start(settings, ticker)) {
            assertThat(exchange.account("BTC-USD").first()).isEqualTo(last + 1);
            assertThat(FeedClient.get(exchange, "/products/BTC-USD/trades?after=" + (last + 1))
                            .body())
                    .isEqualTo("[]");
        }
    }

    @Test
    void takesHigherIdsFromTheClockAfterARestart() {
        long last;
        try (Exchange exchange = Exchange.start(SETTINGS, ticker)) {
            make(exchange, 500);
            last = exchange.account("BTC-USD").last();
        }
        try (Exchange exchange = Exchange.start(SETTINGS, ticker)) {
            assertThat(exchange.account("BTC-USD").first()).isGreaterThan(last);
        }
    }

    @Test
    void saysThatAPortIsTaken() {
        try (Exchange exchange = Exchange.start(SETTINGS, ticker)) {
            assertThatThrownBy(() -> Exchange.start(SETTINGS.withPort(exchange.port()), ticker))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("cannot listen at 127.0.0.1:" + exchange.port());
        }
    }
}
