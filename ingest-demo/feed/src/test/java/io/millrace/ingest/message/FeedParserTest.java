package io.millrace.ingest.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import io.millrace.core.json.JsonRow;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FeedParserTest {

    private static final String TICKER = """
            {"type":"ticker","sequence":98545870695,"product_id":"BTC-USD","price":"101496.91","side":"sell",\
            "time":"2025-02-04T02:00:06.419368Z","trade_id":774546408,"last_size":"0.00001635"}""";

    private static FeedMessage parse(String text) {
        return FeedParser.parse(JsonRow.read(text));
    }

    @Test
    void readsTrades() {
        assertThat(parse(TICKER))
                .isEqualTo(new FeedMessage.Ticker(
                        JsonRow.read(TICKER),
                        "BTC-USD",
                        774546408,
                        "101496.91",
                        "0.00001635",
                        Side.SELL,
                        Instant.parse("2025-02-04T02:00:06.419368Z")));
        String match = """
                {"type":"last_match","trade_id":82007,"side":"buy","size":"1008.2","price":"0.5752",\
                "product_id":"1INCH-GBP","sequence":27883326,"time":"2021-04-17T16:43:29Z"}""";
        assertThat(parse(match)).isInstanceOfSatisfying(FeedMessage.Match.class, read -> {
            assertThat(read.last()).isTrue();
            assertThat(read.type()).isEqualTo("last_match");
            assertThat(read.time()).isEqualTo("2021-04-17T16:43:29Z");
            assertThat(read.product()).isEqualTo("1INCH-GBP");
        });
    }

    @Test
    void readsTheOthers() {
        assertThat(parse("""
                {"type":"heartbeat","sequence":90,"last_trade_id":20,"product_id":"BTC-USD",\
                "time":"2014-11-07T08:19:28.464459Z"}"""))
                .isInstanceOfSatisfying(
                        FeedMessage.Heartbeat.class,
                        beat -> assertThat(beat.lastTradeId()).isEqualTo(20));
        assertThat(parse("""
                {"type":"snapshot","product_id":"BTC-USD","bids":[["1","2"],["1","2"]],"asks":[["1.5","0.2"]]}""")).isInstanceOfSatisfying(FeedMessage.Snapshot.class, book -> {
            assertThat(book.bids()).isEqualTo(2);
            assertThat(book.asks()).isEqualTo(1);
            assertThat(book.time()).isNull();
        });
        assertThat(parse("""
                {"type":"l2update","product_id":"BTC-USD","changes":[["buy","10101.80","0"]],\
                "time":"2014-11-07T08:19:28.464459Z"}""")).isInstanceOf(FeedMessage.BookUpdate.class);
        assertThat(parse("""
                {"type":"activate","product_id":"BTC-USD","timestamp":"1483736448.299000"}""")).isInstanceOf(FeedMessage.Order.class);
        assertThat(parse("""
                {"type":"subscriptions","channels":[{"name":"ticker","product_ids":["BTC-USD"]},"status"]}"""))
                .isInstanceOfSatisfying(
                        FeedMessage.Subscriptions.class,
                        to -> assertThat(to.channels())
                                .isEqualTo(Map.of("ticker", Set.of("BTC-USD"), "status", Set.of())));
        assertThat(parse("{\"type\":\"error\",\"message\":\"Failed to subscribe\",\"reason\":\"no\"}"))
                .isInstanceOfSatisfying(
                        FeedMessage.Failure.class,
                        failure -> assertThat(failure.message()).isEqualTo("Failed to subscribe"));
        assertThat(parse("{\"type\":\"news\"}")).isInstanceOf(FeedMessage.Unknown.class);
        assertThat(parse("{\"type\":\"status\"}").type()).isEqualTo("status");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "trade_id":774546408 | "trade_id":0 | field 'trade_id' must be a positive whole number, was '0'
            "trade_id":774546408 | "trade_id":"7" | field 'trade_id' must be a whole number that is not negative, was '7'
            "trade_id":774546408 | "trade_id":1.5 | field 'trade_id' must be a whole number that is not negative, was '1.5'
            "trade_id":774546408, | '' | field 'trade_id' is missing
            "price":"101496.91" | "price":"-1" | field 'price' must be a positive decimal number in quotes, was '-1'
            "price":"101496.91" | "price":"1e5" | field 'price' must be a positive decimal number in quotes, was '1e5'
            "price":"101496.91" | "price":101 | field 'price' is missing
            "last_size":"0.00001635" | "last_size":"0.000" | field 'last_size' must be a positive decimal number in quotes, was '0.000'
            "side":"sell" | "side":"SELL" | field 'side' must be buy or sell, was 'SELL'
            "product_id":"BTC-USD" | "product_id":"BTCUSD" | field 'product_id' must be like BTC-USD, was 'BTCUSD'
            "time":"2025-02-04T02:00:06.419368Z" | "time":"2025-02-30T02:00:06Z" | field 'time' must be a time like 2025-02-04T02:00:06.419368Z, was '2025-02-30T02:00:06Z'
            "type":"ticker" | "type":"" | field 'type' is missing
            """)
    void saysWhatIsWrong(String part, String wrong, String reason) {
        String text = TICKER.replace(part, wrong);
        assertThat(text).isNotEqualTo(TICKER);
        String expected = wrong.equals("\"price\":101")
                ? "field 'price' must be a text, was '101'"
                : wrong.equals("\"type\":\"\"") ? "field 'type' must be a text, was ''" : reason;
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(PoisonException.class)
                .hasMessage(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-02-04T02:00:06.419368Z",
                "2024-02-29T23:59:59Z",
                "2025-12-31T00:00:00.1Z",
                "2025-01-30T12:34:56.123456789Z",
                "2025-02-04T02:00:06.419368+01:00",
                "1969-12-31T23:59:59.999Z"
            })
    void readsTimesAsTheJdkDoes(String text) {
        assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "BTC-USD, true",
        "1INCH-USD, true",
        "00-USD, true",
        "A-B, true",
        "btc-USD, false",
        "BTC-, false",
        "-USD, false",
        "BTC-USD-X, false",
        "BTC/USD, false"
    })
    void knowsProducts(String text, boolean product) {
        assertThat(Products.isProduct(text)).isEqualTo(product);
    }
}
