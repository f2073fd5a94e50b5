package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExchangeFloodTest {

    private static final ExchangeSettings FLOOD = ExchangeSettings.DEFAULT
            .withPort(0)
            .withProducts("BTC-USD")
            .withFlood(true)
            .withFirstTradeId(1)
            .withLimits(ExchangeLimits.NONE);

    @Test
    void makesTradesAsFastAsTheyAreRead() {
        try (Exchange exchange = Exchange.start(FLOOD, Ticker.SYSTEM)) {
            assertThat(exchange.account("BTC-USD").made()).as("nobody reads").isEqualTo(1);
            try (FeedClient client = FeedClient.subscribe(exchange, "\"BTC-USD\"", "\"ticker\"")) {
                client.await("20,000 messages", it -> it.texts().size() > 20_000);
                List<String> texts = client.texts().subList(1, 20_000);
                for (int i = 0; i < texts.size(); i++) {
                    assertThat(texts.get(i)).contains("\"trade_id\":" + (i + 1) + ",");
                }
                assertThat(exchange.account().slow()).isZero();
            }
        }
    }

    @Test
    void waitsForAClientThatDoesNotRead() throws Exception {
        try (Exchange exchange = Exchange.start(FLOOD, Ticker.SYSTEM);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), exchange.port())) {
            RawClient.subscribe(socket, "BTC-USD", "ticker");
            Eventually.until("it stands still", () -> {
                long before = exchange.account("BTC-USD").made();
                for (int i = 0; i < 20; i++) {
                    exchange.account();
                }
                return before > 100 && exchange.account("BTC-USD").made() == before;
            });
            assertThat(exchange.account().slow()).isZero();
            assertThat(exchange.account().connections()).isEqualTo(1);
        }
    }
}
