package io.millrace.ingest.live;

import static io.millrace.ingest.live.Rows.trade;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.flow.Delivery;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.SubscriberSettings;
import io.millrace.core.flow.Subscription;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LiveRowsTest {

    private static final SubscriberSettings SETTINGS = SubscriberSettings.of(Overflow.DROP_OLDEST);

    private final LiveRows rows = new LiveRows(Ticker.SYSTEM);

    @Test
    void givesEachReaderWhatItAskedForAsItCame() {
        Subscription all = rows.subscribe(RowFilter.ALL, SETTINGS, () -> {});
        Subscription bitcoin = rows.subscribe(RowFilter.from(Map.of("product", "BTC-USD")), SETTINGS, () -> {});
        Subscription nothing = rows.subscribe(RowFilter.from(Map.of("type", "level2")), SETTINGS, () -> {});

        rows.rows("one", Rows.of(trade("BTC-USD", 1, "1.50"), "{ \"a\" : 1 }"));

        assertThat(text(all)).isEqualTo(trade("BTC-USD", 1, "1.50") + "\n{ \"a\" : 1 }\n");
        assertThat(text(bitcoin)).isEqualTo(trade("BTC-USD", 1, "1.50") + "\n");
        assertThat(nothing.take()).isInstanceOf(Delivery.Empty.class);
    }

    @Test
    void sharesOneStreamAmongReadersOfOneFilterAndForgetsItWithTheLast() {
        Subscription first = rows.subscribe(RowFilter.ALL, SETTINGS, () -> {});
        Subscription second = rows.subscribe(RowFilter.ALL, SETTINGS, () -> {});
        assertThat(rows.filters()).isEqualTo(1);

        first.close();
        assertThat(rows.filters()).isEqualTo(1);
        second.close();
        assertThat(rows.filters()).isZero();
        rows.rows("one", Rows.of(trade("BTC-USD", 1, "1")));
    }

    @Test
    void keepsTheLatestOfEachProductForAReaderThatAsksForIt() {
        SubscriberSettings one = new SubscriberSettings(Overflow.LATEST_BY_KEY, 2, 1 << 20, Duration.ofMinutes(1));
        Subscription slow = rows.subscribe(RowFilter.ALL, one, () -> {});
        for (int i = 0; i < 5; i++) {
            rows.rows("one", Rows.of(trade("BTC-USD", i, "1"), trade("ETH-USD", i, "2")));
        }

        StringBuilder found = new StringBuilder();
        for (Delivery next = slow.take(); !(next instanceof Delivery.Empty); next = slow.take()) {
            if (next instanceof Delivery.Rows more) {
                found.append(more.chunk());
            }
        }
        assertThat(found.toString())
                .contains(trade("BTC-USD", 4, "1"), trade("ETH-USD", 4, "2"))
                .doesNotContain(trade("BTC-USD", 3, "1"));
    }

    private static String text(Subscription reader) {
        return reader.take() instanceof Delivery.Rows found ? found.chunk().toString() : "nothing";
    }
}
