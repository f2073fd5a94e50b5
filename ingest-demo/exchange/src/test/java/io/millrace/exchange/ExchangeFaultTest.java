package io.millrace.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExchangeFaultTest {

    private static final String BTC = "\"BTC-USD\"";

    private final ManualTicker ticker = new ManualTicker();
    private final Exchange exchange = Exchange.start(
            ExchangeSettings.DEFAULT
                    .withPort(0)
                    .withProducts("BTC-USD")
                    .withRate(1000)
                    .withFirstTradeId(1)
                    .withLimits(ExchangeLimits.NONE)
                    .withStall(Duration.ofSeconds(10)),
            ticker);

    @AfterEach
    void close() {
        exchange.close();
    }

    private FeedClient matches() {
        FeedClient client = FeedClient.subscribe(exchange, BTC, "\"matches\",\"heartbeat\"");
        client.await("last_match", 1);
        return client;
    }

    /** Has trades made, and waits until the client has got all that is sent of them: a heartbeat comes behind. */
    private void make(FeedClient client, int seconds) {
        for (int i = 0; i < seconds; i++) {
            int beats = client.messages("heartbeat").size();
            ticker.advance(Duration.ofSeconds(1));
            client.await("heartbeat", beats + 1);
        }
        Eventually.until("all trades are made", () -> {
            ProductAccount account = exchange.account("BTC-USD");
            return account.made() >= seconds * 999L;
        });
        int beats = client.messages("heartbeat").size();
        ticker.advance(Duration.ofSeconds(1));
        client.await("heartbeat", beats + 1);
    }

    private static List<Long> ids(FeedClient client) {
        List<Long> ids = new ArrayList<>();
        client.messages("match").forEach(match -> ids.add(match.get("trade_id").longValue()));
        return ids;
    }

    private long count(Fault fault) {
        return exchange.account().faults().getOrDefault(fault, 0L);
    }

    /** The ids up to the last that came which did not come. */
    private static Set<Long> missing(FeedClient client) {
        List<Long> ids = ids(client);
        Set<Long> missing = new HashSet<>();
        for (long id = 2; id < ids.getLast(); id++) {
            missing.add(id);
        }
        ids.forEach(missing::remove);
        return missing;
    }

    private boolean rest(long id) throws Exception {
        String body = FeedClient.get(exchange, "/products/BTC-USD/trades?before=" + (id - 1) + "&after=" + (id + 1))
                .body();
        return FeedClient.json(body).size() == 1;
    }

    @Test
    void leavesTradesToRest() throws Exception {
        exchange.faults(Map.of(Fault.GAP, 0.01));
        try (FeedClient client = matches()) {
            make(client, 2);
            Set<Long> missing = missing(client);
            assertThat(missing).hasSizeBetween(5, 60);
            for (long id : missing) {
                assertThat(rest(id)).as("trade %s by REST", id).isTrue();
            }
            ProductAccount account = exchange.account("BTC-USD");
            assertThat(account.gap()).isEqualTo(count(Fault.GAP)).isGreaterThanOrEqualTo(missing.size());
            assertThat(account.made()).isEqualTo(account.last() - account.first() + 1);
            assertThat(account.sent() + account.gap()).isEqualTo(account.made());
            assertThat(account.kept()).isEqualTo(account.made());
        }
    }

    @Test
    void losesTrades() throws Exception {
        exchange.next(Fault.LOST, 3);
        try (FeedClient client = matches()) {
            make(client, 1);
            assertThat(missing(client)).containsExactlyInAnyOrder(2L, 3L, 4L);
            for (long id = 2; id < 5; id++) {
                assertThat(rest(id)).as("trade %s by REST", id).isFalse();
            }
            JsonNode account = FeedClient.json(
                    FeedClient.get(exchange, "/control/trades/BTC-USD").body());
            assertThat(account.get("lost").intValue()).isEqualTo(3);
            assertThat(account.get("first").intValue()).isEqualTo(1);
            assertThat(account.get("kept").intValue())
                    .isEqualTo(account.get("made").intValue() - 3);
        }
    }

    @Test
    void sendsTradesTwice() {
        exchange.next(Fault.DUPLICATE, 2);
        try (FeedClient client = matches()) {
            make(client, 1);
            assertThat(ids(client)).startsWith(2L, 2L, 3L, 3L, 4L);
            assertThat(count(Fault.DUPLICATE)).isEqualTo(2);
        }
    }

    @Test
    void sendsTradesOutOfOrder() {
        exchange.next(Fault.DISORDER, 1);
        try (FeedClient client = matches()) {
            make(client, 1);
            assertThat(ids(client)).startsWith(3L, 2L, 4L, 5L);
            assertThat(missing(client)).isEmpty();
        }
    }

    @Test
    void cutsMessagesOff() throws Exception {
        exchange.next(Fault.MALFORMED, 1);
        try (FeedClient client = matches()) {
            make(client, 1);
            assertThat(missing(client)).containsExactly(2L);
            assertThat(client.texts()).filteredOn(text -> !text.endsWith("}")).hasSize(1);
            assertThat(rest(2)).isTrue();
        }
    }

    @Test
    void fallsSilentAlthoughTcpIsUp() {
        try (FeedClient client = matches()) {
            exchange.next(Fault.STALL, 1);
            ticker.advance(Duration.ofMillis(60));
            Eventually.until("the stall has begun", () -> count(Fault.STALL) == 1);
            int before = client.texts().size();
            ticker.advance(Duration.ofSeconds(5));
            Eventually.until(
                    "trades are made", () -> exchange.account("BTC-USD").made() > 5000);
            client.ping("anyone?");
            client.await("a pong", it -> it.pong().equals("anyone?"));
            assertThat(client.texts()).hasSize(before);
            ticker.advance(Duration.ofSeconds(6));
            client.await("heartbeat", 1);
            ticker.advance(Duration.ofSeconds(1));
            client.await("match", 1000);
        }
    }

    @Test
    void endsConnectionsInEachWay() {
        Map<Fault, Integer> codes = Map.of(Fault.DISCONNECT, 1006, Fault.CLOSE, 1000, Fault.SLOW_CONSUMER, 1008);
        codes.forEach((fault, code) -> {
            try (FeedClient client = matches()) {
                exchange.next(fault, 1);
                ticker.advance(Duration.ofMillis(60));
                assertThat(client.awaitClose()).as(fault.text()).isEqualTo(code);
                assertThat(client.reason()).isEqualTo(fault == Fault.SLOW_CONSUMER ? "ErrSlowConsume" : "");
                Eventually.until(
                        "the connection is gone", () -> exchange.account().connections() == 0);
            }
        });
    }

    @Test
    void refusesASubscription() {
        exchange.next(Fault.ERROR, 1);
        try (FeedClient client = FeedClient.subscribe(exchange, BTC, "\"ticker\"")) {
            assertThat(client.await("error", 1).getFirst().get("message").asText())
                    .isEqualTo("Failed to subscribe");
        }
    }

    @Test
    void sendsDataBeforeTheConfirmation() {
        exchange.next(Fault.EARLY_DATA, 1);
        try (FeedClient client = FeedClient.subscribe(exchange, BTC, "\"ticker\",\"matches\"")) {
            client.await("last_match", 1);
            assertThat(client.texts()).hasSize(3);
            assertThat(client.texts().getFirst()).startsWith("{\"type\":\"ticker\"");
            assertThat(client.texts().get(1)).startsWith("{\"type\":\"subscriptions\"");
        }
    }

    @Test
    void isControlledWhileItRuns() throws Exception {
        HttpResponse<String> set =
                FeedClient.post(exchange, "/control/faults", "{\"gap\":0.5,\"early-data\":1,\"next\":{\"lost\":2}}");
        assertThat(set.statusCode()).isEqualTo(200);
        try (FeedClient client = matches()) {
            make(client, 1);
            JsonNode state =
                    FeedClient.json(FeedClient.get(exchange, "/control").body());
            assertThat(state.at("/faults/gap/probability").doubleValue()).isEqualTo(0.5);
            assertThat(state.at("/faults/gap/count").intValue()).isBetween(300, 1700);
            assertThat(state.at("/faults/lost/count").intValue()).isEqualTo(2);
            assertThat(state.at("/faults/early-data/count").intValue()).isEqualTo(1);
            assertThat(state.at("/frames/match").intValue()).isPositive();
            assertThat(state.at("/products/0/product_id").asText()).isEqualTo("BTC-USD");
            assertThat(state.get("connections").intValue()).isEqualTo(1);
        }
        FeedClient.post(exchange, "/control/faults", "{\"gap\":0}");
        long before = count(Fault.GAP);
        ticker.advance(Duration.ofSeconds(1));
        Eventually.until("more is made", () -> exchange.account("BTC-USD").made() > 2500);
        assertThat(count(Fault.GAP)).isEqualTo(before);
    }

    @Test
    void saysWhatIsWrongWithAnOrderForFaults() throws Exception {
        Map<String, String> wrong = Map.of(
                "{\"gaps\":1}", "there is no fault 'gaps'; there are gap, lost, duplicate, disorder, malformed, stall,",
                "{\"gap\":2}", "the probability of gap must be from 0 to 1, was 2.0",
                "{\"gap\":\"x\"}", "gap must be a number from 0 to 1, was \\\"x\\\"",
                "{\"next\":{\"gap\":-1}}", "next.gap must be 0 or more times, was -1",
                "{", "the body is not JSON");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            HttpResponse<String> answer = FeedClient.post(exchange, "/control/faults", each.getKey());
            assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(400);
            assertThat(answer.body()).contains(each.getValue());
        }
        assertThat(FeedClient.get(exchange, "/control/trades/X-Y").statusCode()).isEqualTo(404);
    }

    @Test
    void cutsAClientThatDoesNotRead() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), exchange.port()));
            RawClient.subscribe(socket, "BTC-USD", "full");
            Eventually.until(
                    "it has subscribed", () -> exchange.account().frames().getOrDefault("subscriptions", 0L) == 1);
            Eventually.until("it is cut", () -> {
                ticker.advance(Duration.ofSeconds(1));
                return exchange.account().slow() == 1;
            });
            Eventually.until("it is gone", () -> {
                ticker.advance(Duration.ofSeconds(1));
                return exchange.account().connections() == 0;
            });
            InputStream in = socket.getInputStream();
            assertThat(in.read()).as("what was sent before").isPositive();
        }
    }

    @Test
    void doesTheSameForTheSameSeed() {
        try (Exchange other = Exchange.start(
                ExchangeSettings.DEFAULT
                        .withPort(0)
                        .withProducts("BTC-USD")
                        .withRate(1000)
                        .withFirstTradeId(1)
                        .withFault(Fault.GAP, 0.1)
                        .withLimits(ExchangeLimits.NONE),
                ticker)) {
            exchange.faults(Map.of(Fault.GAP, 0.1));
            try (FeedClient one = matches();
                    FeedClient two = FeedClient.subscribe(other, BTC, "\"matches\"")) {
                two.await("last_match", 1);
                make(one, 1);
                two.await("match", 800);
                assertThat(ids(two).subList(0, 800)).isEqualTo(ids(one).subList(0, 800));
            }
        }
    }
}
