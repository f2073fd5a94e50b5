package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExchangePlayTest {

    private static final ExchangeSettings SETTINGS =
            ExchangeSettings.DEFAULT.withPort(0).withLimits(ExchangeLimits.NONE);

    @Test
    void playsARealCaptureWhole() throws Exception {
        Path file = CoinbaseData.capture();
        try (Exchange exchange = Exchange.start(SETTINGS.withPlay(PlaySettings.of(file, 0)), Ticker.SYSTEM)) {
            String products = exchange.account().products().stream()
                    .map(each -> "\"" + each.product() + "\"")
                    .collect(Collectors.joining(","));
            try (FeedClient client = FeedClient.subscribe(exchange, products, "\"level2\",\"ticker\",\"matches\"")) {
                client.await("l2update", 9719);
                Map<String, Long> played = exchange.account().played();
                assertThat(played)
                        .isEqualTo(Map.of(
                                "l2update", 9719L, "ticker", 107L, "match", 97L, "snapshot", 10L, "last_match", 10L));
                played.forEach((type, count) ->
                        assertThat(client.messages(type)).as(type).hasSize(count.intValue()));
                assertThat(client.messages("subscriptions")).hasSize(1);
                assertThat(exchange.account().skipped()).isEqualTo(3);
                assertThat(exchange.account().playOver()).isTrue();
                assertThat(exchange.account("SKL-BTC").made()).isPositive();
                JsonNode trade = FeedClient.json(
                                FeedClient.get(exchange, "/products/SKL-BTC/trades?after=280233&limit=1")
                                        .body())
                        .get(0);
                assertThat(trade.get("trade_id").intValue()).isEqualTo(280_232);
                assertThat(trade.get("price").asText()).isEqualTo("0.00001305");
                assertThat(trade.get("size").asText()).isEqualTo("985.00000000");
                assertThat(trade.get("side").asText()).isEqualTo("sell");
                assertThat(trade.get("time").asText()).isEqualTo("2021-04-17T16:43:37.089723Z");
            }
        }
    }

    @Test
    void keepsThePaceOfTheCapture(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("capture"), """
                100.0: {"type":"ticker","product_id":"A-B","trade_id":1,"price":"1.5","last_size":"2","side":"buy"}
                100.0: {"type":"match","product_id":"A-B","trade_id":1,"price":"1.5","size":"2","side":"sell"}
                102.0: {"type":"match","product_id":"A-B","trade_id":2,"price":"1.5","size":"2","side":"sell"}
                104.0: {"type":"match","product_id":"A-B","trade_id":3,"price":"1.5","size":"2","side":"sell"}
                """);
        ManualTicker ticker = new ManualTicker();
        PlaySettings play = new PlaySettings(file, 2, Duration.ofSeconds(1));
        try (Exchange exchange = Exchange.start(SETTINGS.withPlay(play), ticker);
                FeedClient client = FeedClient.subscribe(exchange, "\"A-B\"", "\"matches\",\"ticker\"")) {
            client.await("subscriptions", 1);
            assertThat(exchange.account("A-B").made()).isZero();
            Eventually.until("it begins a second after the subscription", () -> {
                ticker.advance(Duration.ofMillis(100));
                return client.messages("match").size() == 1;
            });
            assertThat(client.messages("ticker")).hasSize(1);
            exchange.next(Fault.GAP, 1);
            ticker.advance(Duration.ofSeconds(1));
            Eventually.until("the next is made", () -> exchange.account("A-B").made() == 2);
            ticker.advance(Duration.ofSeconds(1));
            assertThat(client.await("match", 2).get(1).get("trade_id").intValue())
                    .isEqualTo(3);
            assertThat(FeedClient.json(
                            FeedClient.get(exchange, "/products/A-B/trades").body()))
                    .hasSize(3);
        }
    }
}
