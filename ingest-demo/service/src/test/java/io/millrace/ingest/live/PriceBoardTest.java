package io.millrace.ingest.live;

import static io.millrace.ingest.live.Rows.trade;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PriceBoardTest {

    private final PriceBoard board = new PriceBoard(3);

    @Test
    void hasTheLastPriceOfEachProductWithAllItsDigits() {
        board.rows(
                "one", Rows.of(trade("ETH-USD", 1, "3.10"), trade("BTC-USD", 7, "1.0"), trade("BTC-USD", 8, "2.00")));

        assertThat(board.look(2))
                .containsExactly(
                        new LivePrice(
                                "one", "BTC-USD", "2.00", "0.5", "buy", "2026-01-01T00:00:00Z", 2, 1, List.of(2.0)),
                        new LivePrice(
                                "one", "ETH-USD", "3.10", "0.5", "buy", "2026-01-01T00:00:00Z", 1, 0.5, List.of(3.1)));
    }

    @Test
    void looksAtTradesOnly() {
        board.rows(
                "one",
                Rows.of(
                        "{\"type\":\"heartbeat\",\"product_id\":\"BTC-USD\",\"last_trade_id\":20}",
                        "{\"type\":\"ticker\",\"product_id\":\"BTC-USD\",\"price\":\"1\"}",
                        "{\"price\":1,\"trade_id\":2}"));

        assertThat(board.look(1)).isEmpty();
    }

    @Test
    void takesPricesThatAreNumbersAndSizesOfMatches() {
        board.rows("one", Rows.of("{\"product_id\":\"X-Y\",\"trade_id\":1,\"price\":5,\"size\":0.25}"));

        assertThat(board.look(1))
                .containsExactly(new LivePrice("one", "X-Y", "5", "0.25", null, null, 1, 1, List.of(5.0)));
    }

    @Test
    void hasAPointForEachSecondWithATradeUpToABound() {
        for (int i = 0; i < PriceBoard.POINTS + 10; i++) {
            board.rows("one", Rows.of(trade("BTC-USD", i, Integer.toString(i))));
            board.look(1);
        }
        List<LivePrice> quiet = board.look(1);

        assertThat(quiet).singleElement().satisfies(price -> {
            assertThat(price.perSecond()).isZero();
            assertThat(price.points())
                    .hasSize(PriceBoard.POINTS)
                    .startsWith(10.0)
                    .endsWith(99.0);
        });
    }

    @Test
    void keepsAPriceThatIsNoNumberWithoutALine() {
        board.rows("one", Rows.of(trade("BTC-USD", 1, "much")));

        assertThat(board.look(1)).singleElement().satisfies(price -> {
            assertThat(price.price()).isEqualTo("much");
            assertThat(price.points()).isEmpty();
        });
    }

    @Test
    void showsNoMoreProductsThanItMay() {
        board.rows(
                "one", Rows.of(trade("A-X", 1, "1"), trade("B-X", 1, "1"), trade("C-X", 1, "1"), trade("D-X", 1, "1")));
        board.rows("one", Rows.of(trade("A-X", 2, "2")));

        assertThat(board.look(1)).extracting(LivePrice::product).containsExactly("A-X", "B-X", "C-X");
        assertThat(board.look(1)).extracting(LivePrice::price).startsWith("2");
    }

    @Test
    void forgetsPipelinesThatAreNoMore() {
        board.rows("old", Rows.of(trade("BTC-USD", 1, "1")));
        board.rows("new", Rows.of(trade("BTC-USD", 1, "2")));

        board.retain(List.of("new"));

        assertThat(board.look(1)).extracting(LivePrice::pipeline).containsExactly("new");
    }
}
