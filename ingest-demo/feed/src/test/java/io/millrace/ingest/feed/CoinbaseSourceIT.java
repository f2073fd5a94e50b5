package io.millrace.ingest.feed;

import static io.millrace.ingest.feed.ScriptedExchange.confirmation;
import static io.millrace.ingest.feed.ScriptedExchange.heartbeat;
import static io.millrace.ingest.feed.ScriptedExchange.match;
import static io.millrace.ingest.feed.ScriptedExchange.say;
import static io.millrace.ingest.feed.ScriptedExchange.ticker;
import static io.millrace.ingest.feed.ScriptedExchange.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.json.JsonRow;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.time.Ticker;
import io.millrace.ingest.type.Gap;
import io.millrace.ingest.type.SeriesAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class CoinbaseSourceIT {

    private static CoinbaseSettings settings(ScriptedExchange exchange, int connections, String... channels) {
        return new CoinbaseSettings(
                exchange.wss(),
                new Subscription(List.of("BTC-USD"), List.of(channels)),
                connections,
                null,
                null,
                2,
                100,
                null,
                null,
                Duration.ofMillis(50),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Long[] range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toArray(Long[]::new);
    }

    @Test
    void givesMessagesAsTheyCameWithProductAndTime() throws InterruptedException {
        try (ScriptedExchange exchange = ScriptedExchange.saying(ticker(7), heartbeat(7), ticker(8));
                Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
            reading.untilRows(2);
            assertThat(exchange.received)
                    .containsExactly("{\"type\":\"subscribe\",\"product_ids\":[\"BTC-USD\"],"
                            + "\"channels\":[\"ticker\",\"heartbeat\"]}");
            Record<JsonRow> row = reading.rows.getFirst();
            assertThat(row.key()).isEqualTo("BTC-USD");
            assertThat(row.timestamp()).isEqualTo(Instant.parse("2025-02-04T02:00:06.419368Z"));
            assertThat(row.value()).hasToString(ticker(7));
            assertThat(reading.account().control()).isEqualTo(2);
            assertThat(reading.account().connected()).isEqualTo(1);
        }
    }

    @Test
    void knowsTheConfirmationAlthoughDataCameFirst() throws InterruptedException {
        try (ScriptedExchange exchange = new ScriptedExchange((socket, _) -> {
                    say(socket, ticker(1));
                    say(socket, confirmation("ticker"));
                    say(socket, ticker(2));
                    say(socket, confirmation("ticker", "heartbeat"));
                    say(socket, ticker(3));
                });
                Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
            reading.untilRows(3);
            assertThat(reading.reopened).isZero();
            assertThat(reading.account().control()).isEqualTo(2);
        }
    }

    @Test
    void aRefusedSubscriptionIsFatalAndSaysWhy() {
        try (ScriptedExchange exchange = new ScriptedExchange(
                        (socket, _) -> say(
                                socket,
                                "{\"type\":\"error\",\"message\":\"Failed to subscribe\",\"reason\":\"BTC-XXX is not a valid product\"}"));
                Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
            assertThatThrownBy(() -> reading.until("failure", () -> false))
                    .isInstanceOf(FatalException.class)
                    .hasMessage("the exchange says 'Failed to subscribe': BTC-XXX is not a valid product");
        }
    }

    @Test
    void anErrorAfterTheConfirmationAndAMissingConfirmationPass() {
        try (ScriptedExchange exchange =
                        ScriptedExchange.saying("{\"type\":\"error\",\"message\":\"ErrSlowConsume\"}");
                Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
            assertThatThrownBy(() -> reading.source.poll(Duration.ofSeconds(20)))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("the exchange says 'ErrSlowConsume'");
        }
        ManualTicker ticker = new ManualTicker();
        AtomicInteger connections = new AtomicInteger();
        try (ScriptedExchange exchange = new ScriptedExchange((_, _) -> connections.incrementAndGet());
                Reading reading = Reading.of(settings(exchange, 1, "ticker"), ticker, null, List.of())) {
            Eventually.until("subscribed", () -> connections.get() == 1);
            ticker.advance(Duration.ofSeconds(10));
            assertThatThrownBy(() -> reading.source.poll(Duration.ofSeconds(20)))
                    .isInstanceOf(TransientException.class)
                    .hasMessage("the exchange has not confirmed [heartbeat, ticker] within 10 s");
        }
    }

    @Test
    void silenceIsALossAndHeartbeatsAreLife() throws InterruptedException {
        ManualTicker ticker = new ManualTicker();
        try (ScriptedExchange exchange = ScriptedExchange.saying(ticker(1));
                Reading reading = Reading.of(settings(exchange, 1, "ticker"), ticker, null, List.of())) {
            reading.untilRows(1);
            for (int i = 2; i < 6; i++) {
                ticker.advance(Duration.ofSeconds(19));
                exchange.say(heartbeat(1));
                long control = i;
                reading.until("heartbeat", () -> reading.account().control() == control);
            }
            assertThat(reading.reopened).isZero();
            ticker.advance(Duration.ofSeconds(20));
            reading.until("reopened", () -> reading.account().connects() == 2);
            assertThat(reading.account().lastError())
                    .contains("no message from")
                    .endsWith("for 20000 ms");
            reading.until("subscribed again", () -> exchange.received.size() == 2);
            reading.until("the same ticker", () -> reading.account().duplicates() == 1);
        }
    }

    @Test
    void refillsGapsFromTheRestApiAsTickers() throws InterruptedException {
        try (ScriptedExchange exchange = ScriptedExchange.saying(ticker(1), ticker(2_501))) {
            exchange.hasTrades(1, 3_000);
            exchange.pageLength = 400;
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
                reading.untilRows(2_501);
                assertThat(reading.ids()).containsExactlyInAnyOrder(range(1, 2_501));
                assertThat(reading.rows.get(5).value())
                        .hasToString(
                                "{\"type\":\"ticker\",\"sequence\":0,\"product_id\":\"BTC-USD\",\"price\":\"100.5\","
                                        + "\"side\":\"sell\",\"time\":\"2025-02-04T02:00:06.419368Z\",\"trade_id\":"
                                        + reading.ids().get(5) + ",\"last_size\":\"0.1\",\"refilled\":true}");
                reading.until("closed", () -> reading.source.gaps().getFirst().state() == Gap.State.REFILLED);
                assertThat(reading.source.series())
                        .containsExactly(new SeriesAccount("BTC-USD", 1, 2_501, 2_501, 0, 2_499, 0, 0, 0));
                assertThat(reading.account().fetched()).isEqualTo(2_499);
                assertThat(exchange.queries.getFirst()).isEqualTo("/products/BTC-USD/trades?limit=1000&after=1002");
            }
        }
    }

    @Test
    void keepsALedgerForEachTypeOfRows() throws InterruptedException {
        try (ScriptedExchange exchange = new ScriptedExchange((socket, _) -> {
            say(socket, confirmation("ticker", "matches", "heartbeat"));
            say(socket, match("last_match", 1));
            say(socket, ticker(1));
            say(socket, match("match", 2));
            say(socket, ticker(3));
            say(socket, match("match", 4));
            say(socket, ticker(4));
        })) {
            exchange.hasTrades(1, 4);
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker", "matches"))) {
                reading.untilRows(8);
                assertThat(reading.rows.stream()
                                .filter(row -> "ticker".equals(row.value().string("type")))
                                .map(row -> row.value().field("trade_id")))
                        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
                assertThat(reading.rows.stream()
                                .filter(row -> row.value().field("refilled") != null
                                        && "match".equals(row.value().string("type")))
                                .map(row -> row.value().string("side")))
                        .containsExactly("buy");
                assertThat(reading.source.series())
                        .extracting(SeriesAccount::series)
                        .containsExactly("BTC-USD match", "BTC-USD ticker");
            }
        }
    }

    @Test
    void tellsWhatTheExchangeDoesNotHave() throws InterruptedException {
        try (ScriptedExchange exchange = ScriptedExchange.saying(ticker(1), ticker(5))) {
            exchange.hasTrades(1, 3);
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
                reading.until(
                        "lost",
                        () -> !reading.source.gaps().isEmpty()
                                && reading.source.gaps().getFirst().state() == Gap.State.LOST);
                assertThat(reading.ids()).containsExactlyInAnyOrder(1L, 2L, 3L, 5L);
                Gap gap = reading.source.gaps().getFirst();
                assertThat(gap.missing()).isEqualTo(1);
                assertThat(gap.refilled()).isEqualTo(2);
                assertThat(gap.reason()).isEqualTo("not found in 2 searches");
            }
        }
        try (ScriptedExchange exchange = ScriptedExchange.saying(ticker(1), ticker(5))) {
            exchange.restStatus = 404;
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
                reading.until(
                        "lost",
                        () -> !reading.source.gaps().isEmpty()
                                && reading.source.gaps().getFirst().state() == Gap.State.LOST);
                assertThat(reading.source.gaps().getFirst().reason()).endsWith(" does not know BTC-USD");
            }
        }
    }

    @Test
    void tellsOfGapsByRowsWhenItIsAsked() throws InterruptedException {
        try (ScriptedExchange exchange = ScriptedExchange.saying(ticker(1), ticker(5), ticker(7))) {
            exchange.hasTrades(1, 3);
            byte[] state;
            List<JsonRow> before;
            try (Reading reading = Reading.of(Reading.withGapRows(settings(exchange, 1, "ticker")))) {
                reading.until("open", () -> reading.gapRows().size() == 2);
                before = reading.gapRows();
                assertThat(before).extracting(row -> row.string("state")).containsExactly("open", "open");
                assertThat(reading.rows.getLast().key()).isEqualTo("BTC-USD");
                state = reading.source.state();
            }
            exchange.hasTrades(1, 4);
            try (Reading reading =
                    Reading.of(Reading.withGapRows(settings(exchange, 1, "ticker")), Ticker.SYSTEM, state, List.of())) {
                reading.until("closed", () -> reading.gapRows().size() == 2);
                assertThat(reading.gapRows())
                        .extracting(
                                row -> row.field("first_trade_id"),
                                row -> row.string("state"),
                                row -> row.field("refilled"),
                                row -> row.string("reason"),
                                row -> row.string("opened"))
                        .containsExactly(
                                tuple(
                                        2L,
                                        "refilled",
                                        3L,
                                        null,
                                        before.getFirst().string("opened")),
                                tuple(
                                        6L,
                                        "lost",
                                        0L,
                                        "not found in 2 searches",
                                        before.getLast().string("opened")));
            }
        }
    }

    @Test
    void searchesAgainWhenTheRestApiFails() throws InterruptedException {
        try (ScriptedExchange exchange = ScriptedExchange.saying(ticker(1), ticker(3))) {
            exchange.hasTrades(1, 3);
            exchange.restStatus = 503;
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
                reading.until("asked", () -> exchange.queries.size() == 1);
                exchange.restStatus = 200;
                reading.untilRows(3);
            }
        }
    }

    @Test
    void aHeartbeatTellsOfMissingTradesAtTheEnd() throws InterruptedException {
        try (ScriptedExchange exchange = ScriptedExchange.saying(ticker(1), heartbeat(3))) {
            exchange.hasTrades(1, 3);
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
                reading.untilRows(3);
                assertThat(reading.ids()).containsExactly(1L, 2L, 3L);
            }
        }
    }

    @Test
    void comesBackAfterALossAndFetchesTheTimeBetween() throws InterruptedException {
        try (ScriptedExchange exchange = new ScriptedExchange((socket, number) -> {
            say(socket, confirmation("ticker", "heartbeat"));
            say(socket, ticker(1 + 10L * number));
            if (number < 3) {
                var _ = socket.close((short) 1001);
            }
        })) {
            exchange.hasTrades(1, 31);
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
                reading.untilRows(31);
                assertThat(reading.ids()).containsExactlyInAnyOrder(range(1, 31));
                assertThat(reading.reopened).isEqualTo(3);
                assertThat(reading.account().connects()).isEqualTo(4);
            }
        }
    }

    @Test
    void withTwoConnectionsTheFirstCopyWinsAndOneMayGo() throws InterruptedException {
        try (ScriptedExchange exchange =
                new ScriptedExchange((socket, _) -> say(socket, confirmation("ticker", "level2", "heartbeat")))) {
            try (Reading reading = Reading.of(settings(exchange, 2, "ticker", "level2"))) {
                reading.until("two", () -> reading.account().control() == 2);
                for (long id = 1; id <= 100; id++) {
                    for (var socket : exchange.sockets) {
                        if ((id + exchange.sockets.indexOf(socket)) % 10 != 0) {
                            say(socket, ticker(id));
                        }
                        say(socket, update((int) id));
                    }
                }
                reading.until("all", () -> reading.account().messages() == 2 + 180 + 200);
                assertThat(reading.ids()).containsExactlyInAnyOrder(range(1, 100));
                assertThat(reading.rows).hasSize(200);
                assertThat(reading.account().duplicates()).isEqualTo(180);
                var _ = exchange.sockets.getFirst().close((short) 1001);
                reading.until("again two", () -> reading.account().control() == 3);
                assertThat(reading.reopened).isZero();
                assertThat(reading.account().lastError()).contains("1001");
                for (var socket : exchange.sockets.subList(1, 3)) {
                    say(socket, ticker(101));
                    say(socket, update(101));
                }
                reading.untilRows(202);
            }
        }
    }

    @Test
    void accountsForEveryMessage() throws InterruptedException {
        try (ScriptedExchange exchange = ScriptedExchange.saying(
                        ticker(1),
                        ticker(1),
                        "no JSON",
                        "{\"no\":\"type\"}",
                        ticker(2).replace("\"0.1\"", "\"-0.1\""),
                        ticker(3).replace("BTC-USD", "ETH-USD"),
                        match("match", 1),
                        "{\"type\":\"news\"}",
                        "{\"type\":\"news\"}",
                        update(1),
                        heartbeat(1),
                        "{\"type\":\"big\",\"text\":\"" + "x".repeat(9 << 20) + "\"}",
                        ticker(2));
                Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
            reading.untilRows(2);
            assertThat(reading.account().messages()).isEqualTo(14);
            assertThat(reading.account().rows()).isEqualTo(2);
            assertThat(reading.account().duplicates()).isEqualTo(1);
            assertThat(reading.account().control()).isEqualTo(2);
            assertThat(reading.account().refused()).isEqualTo(4);
            assertThat(reading.account().ignored())
                    .containsOnly(
                            Map.entry("match", 1L),
                            Map.entry("news", 2L),
                            Map.entry("l2update", 1L),
                            Map.entry("ticker of another product", 1L));
            assertThat(reading.refused).hasSize(4);
            assertThat(reading.refused.get(0)).startsWith("no JSON not a JSON object at column");
            assertThat(reading.refused.get(2))
                    .endsWith("field 'last_size' must be a positive decimal number in quotes, was '-0.1'");
            assertThat(reading.refused.get(3)).endsWith("more than max_message_bytes, 8388608");
        }
    }

    @Test
    void givesAgainWhatWasNotCommittedAndRemembersWhatWas() throws InterruptedException {
        try (ScriptedExchange exchange = ScriptedExchange.saying(ticker(1), ticker(2), ticker(3))) {
            exchange.hasTrades(1, 10);
            byte[] state;
            Record<JsonRow> since;
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker"))) {
                reading.untilRows(3);
                exchange.say(ticker(4));
                since = next(reading).records().getFirst();
                reading.source.open();
                Poll.Batch<JsonRow> again = next(reading);
                assertThat(Reading.ids(again.records())).containsExactly(4L);
                again.ack().commit();
                exchange.say(ticker(5));
                Poll.Batch<JsonRow> lost = next(reading);
                assertThat(Reading.ids(lost.records())).containsExactly(5L);
                state = reading.source.state();
            }
            // 4 was committed, 5 was not: whoever comes next needs 5 again
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker"), Ticker.SYSTEM, state, List.of())) {
                exchange.say(ticker(8));
                reading.untilRows(4);
                assertThat(reading.ids()).containsExactlyInAnyOrder(5L, 6L, 7L, 8L);
                assertThat(reading.account().duplicates()).isEqualTo(3);
            }
            // rows that were kept behind the checkpoint are known too
            try (Reading reading = Reading.of(settings(exchange, 1, "ticker"), Ticker.SYSTEM, null, List.of(since))) {
                exchange.say(ticker(6));
                reading.until("rows", () -> reading.ids().contains(5L));
                assertThat(reading.ids()).containsExactlyInAnyOrder(1L, 2L, 3L, 5L, 6L);
            }
        }
    }

    private static Poll.Batch<JsonRow> next(Reading reading) throws InterruptedException {
        while (true) {
            if (reading.source.poll(Duration.ofSeconds(10)) instanceof Poll.Batch<JsonRow> batch) {
                return batch;
            }
        }
    }

    @Test
    void closeEndsARunningPollAndTheExchangeSeesIt() throws InterruptedException {
        try (ScriptedExchange exchange = ScriptedExchange.saying()) {
            Reading reading = Reading.of(settings(exchange, 2, "ticker"));
            reading.until("confirmed", () -> reading.account().control() == 2);
            Thread closing = Thread.ofVirtual().start(reading::close);
            Poll<JsonRow> polled = reading.source.poll(Duration.ofSeconds(60));
            assertThat(polled).isInstanceOf(Poll.End.class);
            closing.join();
            reading.close();
            Eventually.until("closed", () -> exchange.sockets.stream().allMatch(socket -> socket.isClosed()));
        }
    }
}
