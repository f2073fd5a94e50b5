package io.millrace.exchange.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProductTest {

    private static final long TIME = 1_738_634_406_419_368L;

    /** Writes down what it hears, and rebuilds the book from the levels. */
    private static final class Witness implements MarketListener {
        private final List<Long> sequences = new ArrayList<>();
        private final List<Trade> trades = new ArrayList<>();
        private final Map<Long, Long> bids = new HashMap<>();
        private final Map<Long, Long> asks = new HashMap<>();

        @Override
        public void received(Product product, Order order, long sequence) {
            sequences.add(sequence);
        }

        @Override
        public void opened(Product product, Order order, long sequence) {
            sequences.add(sequence);
        }

        @Override
        public void done(Product product, Order order, long sequence, boolean cancelled) {
            sequences.add(sequence);
        }

        @Override
        public void changed(Product product, Order order, long sequence, long oldSize) {
            assertThat(order.size()).isLessThan(oldSize).isPositive();
            sequences.add(sequence);
        }

        @Override
        public void matched(Product product, Trade trade) {
            sequences.add(trade.sequence());
            trades.add(trade);
        }

        @Override
        public void level(Product product, boolean buy, long price, long size) {
            if (size == 0) {
                (buy ? bids : asks).remove(price);
            } else {
                (buy ? bids : asks).put(price, size);
            }
        }

        @Override
        public void settled(Product product, Trade trade) {
            assertThat(product.bids().best().price())
                    .isPositive()
                    .isLessThan(product.asks().best().price());
        }
    }

    private static Map<Long, Long> levels(Book book) {
        Map<Long, Long> levels = new HashMap<>();
        for (int i = 0; i < book.size(); i++) {
            levels.put(book.at(i).price(), book.at(i).size());
        }
        return levels;
    }

    private static Witness run(Product product, int steps) {
        Witness witness = new Witness();
        witness.bids.putAll(levels(product.bids()));
        witness.asks.putAll(levels(product.asks()));
        for (int i = 0; i < steps; i++) {
            product.step(TIME + i, witness);
        }
        return witness;
    }

    @Test
    void numbersTradesAndEventsWithoutAHole() {
        Product product = new Product("BTC-USD", 1, 1000, 8000, TIME);
        Witness witness = run(product, 5000);
        assertThat(product.made()).isEqualTo(5001);
        assertThat(product.last().id()).isEqualTo(6000);
        for (int i = 0; i < 5000; i++) {
            assertThat(witness.trades.get(i).id()).isEqualTo(1001 + i);
        }
        for (int i = 0; i < witness.sequences.size(); i++) {
            assertThat(witness.sequences.get(i)).isEqualTo(8001 + i);
        }
        assertThat(product.sequence()).isLessThan(8000 + 5001L * Product.EVENTS_PER_STEP);
    }

    @Test
    void tellsEveryChangeOfTheBook() {
        Product product = new Product("ETH-BTC", 7, 1, 8, TIME);
        Witness witness = run(product, 20_000);
        assertThat(witness.bids).isEqualTo(levels(product.bids()));
        assertThat(witness.asks).isEqualTo(levels(product.asks()));
        assertThat(product.bids().size() + product.asks().size()).isLessThan(100);
    }

    @Test
    void isTheSameForASeedAndAnotherForAnother() {
        Product one = new Product("BTC-USD", 1, 1, 8, TIME);
        Product same = new Product("BTC-USD", 1, 500, 4000, TIME + 1_000_000);
        Product other = new Product("BTC-USD", 2, 1, 8, TIME);
        run(one, 1000);
        run(same, 1000);
        run(other, 1000);
        assertThat(same.last().price()).isEqualTo(one.last().price());
        assertThat(same.last().size()).isEqualTo(one.last().size());
        assertThat(same.last().taker().low()).isEqualTo(one.last().taker().low());
        assertThat(other.last().taker().low()).isNotEqualTo(one.last().taker().low());
    }

    @Test
    void addsUpTheDay() {
        Product product = new Product("BTC-USD", 1, 1, 8, TIME);
        Witness witness = run(product, 1000);
        long first = product.volume24h();
        assertThat(first)
                .isGreaterThan(witness.trades.stream().mapToLong(Trade::size).sum());
        assertThat(product.low24h()).isLessThanOrEqualTo(product.last().price());
        assertThat(product.high24h()).isGreaterThanOrEqualTo(product.last().price());
        product.step(TIME + 25L * 3_600_000_000L, witness);
        assertThat(product.volume24h()).isEqualTo(product.last().size());
        assertThat(product.volume30d()).isGreaterThan(first);
    }
}
