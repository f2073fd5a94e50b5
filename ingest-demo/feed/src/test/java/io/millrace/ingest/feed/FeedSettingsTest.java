package io.millrace.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.time.Ticker;
import io.millrace.ingest.type.SourceContext;
import io.millrace.ingest.type.SourceType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FeedSettingsTest {

    private static FeedSettings of(String wss, List<String> channels) {
        return FeedSettings.of(CoinbaseSettings.of(wss, new Subscription(List.of("BTC-USD", "00-USD"), channels)));
    }

    @ParameterizedTest
    @CsvSource({
        "wss://ws-feed.exchange.coinbase.com, https://api.exchange.coinbase.com",
        "wss://ws-direct.exchange.coinbase.com, https://api.exchange.coinbase.com",
        "wss://ws-feed-public.sandbox.exchange.coinbase.com, https://api-public.sandbox.exchange.coinbase.com",
        "ws://127.0.0.1:5005/feed, http://127.0.0.1:5005",
        "wss://[::1]:5005, https://[::1]:5005",
        "wss://feed.example, https://feed.example"
    })
    void findsTheRestApiOfAFeed(String feed, String rest) {
        assertThat(of(feed, List.of("ticker")).rest()).hasToString(rest);
    }

    @Test
    void hasDefaultsForAllThatWasLeftOut() {
        FeedSettings settings = of("wss://feed.example", List.of("ticker", "full"));
        assertThat(settings.socket().greetings())
                .containsExactly("{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\",\"00-USD\"],"
                        + "\"channels\":[\"ticker\",\"full\",\"heartbeat\"]}");
        assertThat(settings.socket().silence()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.socket().compression()).isTrue();
        assertThat(settings.connections()).isEqualTo(1);
        assertThat(settings.ledger().attempts()).isEqualTo(5);
        assertThat(settings.ledger().maxGap()).isEqualTo(1_000_000);
        assertThat(settings.gapRows()).isFalse();
        assertThat(settings.rowTypes())
                .containsExactlyInAnyOrder(
                        "ticker", "match", "last_match", "received", "open", "done", "change", "activate");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://feed | BTC-USD | ticker | 1 | wss_url must be like wss://host:port, was 'http://feed'
            not a url   | BTC-USD | ticker | 1 | wss_url must be like wss://host:port, was 'not a url'
            wss://feed  | btc-usd | ticker | 1 | subscription.product_ids must be like BTC-USD or 1INCH-USD, was 'btc-usd'
            wss://feed  | BTC-USD | trades | 1 | subscription.channels must be of [full, heartbeat, level2, level2_batch, matches, status, ticker, ticker_batch], was 'trades'
            wss://feed  | BTC-USD | ticker | 3 | connections must be from 1 to 2, was 3
            """)
    void saysWhatIsWrong(String wss, String product, String channel, int connections, String message) {
        assertThatThrownBy(() -> FeedSettings.of(new CoinbaseSettings(
                        wss,
                        new Subscription(List.of(product), List.of(channel)),
                        connections,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesNamesThatComeTwiceOrNotAtAll() {
        assertThatThrownBy(() -> new Subscription(List.of("BTC-USD", "BTC-USD"), List.of("ticker")))
                .hasMessage("subscription.product_ids must not name one twice, was [BTC-USD, BTC-USD]");
        assertThatThrownBy(() -> new Subscription(List.of("BTC-USD"), List.of()))
                .hasMessage("subscription.channels must name at least one");
    }

    @Test
    void isFoundByItsNameAndDoesNothingUntilItIsOpened() {
        SourceType<?> type = ServiceLoader.load(SourceType.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(any -> any.name().equals("coinbase"))
                .findFirst()
                .orElseThrow();
        assertThat(type).isInstanceOfSatisfying(CoinbaseSourceType.class, coinbase -> {
            CoinbaseSettings settings =
                    CoinbaseSettings.of("ws://127.0.0.1:1", new Subscription(List.of("BTC-USD"), List.of("ticker")));
            SourceContext context = new SourceContext("test", Path.of("."), (_, _) -> {}, Ticker.SYSTEM);
            try (var source = coinbase.create(settings, context)) {
                assertThat(source).isInstanceOf(CoinbaseSource.class);
            }
        });
    }
}
