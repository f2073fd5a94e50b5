package io.millrace.exchange.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TradeLogTest {

    private static List<Long> ids(TradeLog log, long above, long below, int limit) {
        List<Long> ids = new ArrayList<>();
        log.newestFirst(above, below, limit, (id, price, _, _, _) -> {
            assertThat(price).isEqualTo(id * 2);
            ids.add(id);
        });
        return ids;
    }

    private static void fill(TradeLog log, long from, long to) {
        for (long id = from; id <= to; id++) {
            log.add(id, id * 2, 1, true, id);
        }
    }

    @Test
    void givesTradesNewestFirstBetweenBounds() {
        TradeLog log = new TradeLog(100);
        fill(log, 10, 20);
        assertThat(ids(log, Long.MIN_VALUE, Long.MAX_VALUE, 3)).containsExactly(20L, 19L, 18L);
        assertThat(ids(log, 12, 16, 10)).containsExactly(15L, 14L, 13L);
        assertThat(ids(log, 20, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(ids(log, Long.MIN_VALUE, 10, 10)).isEmpty();
    }

    @Test
    void knowsHoles() {
        TradeLog log = new TradeLog(100);
        fill(log, 1, 5);
        fill(log, 1000, 1002);
        log.add(3, 6, 1, true, 3);
        assertThat(ids(log, 5, 1000, 10)).isEmpty();
        assertThat(ids(log, 3, 1001, 10)).containsExactly(1000L, 5L, 4L);
        assertThat(log.size()).isEqualTo(8);
    }

    @Test
    void forgetsTheOldest() {
        TradeLog log = new TradeLog(10_000);
        fill(log, 1, 100_000);
        assertThat(log.size()).isBetween(10_000, 20_000);
        assertThat(ids(log, 0, Long.MAX_VALUE, 1_000_000))
                .hasSize(log.size())
                .startsWith(100_000L)
                .endsWith(100_001L - log.size());
    }
}
