package io.millrace.exchange.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TradeIdsTest {

    private static final long NOW = 1_738_634_406_419_368L;
    private static final List<String> PRODUCTS = List.of("A-B", "C-D");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void riseWithTheClockWithoutAFile() {
        long first;
        try (TradeIds ids = TradeIds.open(null, 0, NOW, 10)) {
            first = ids.first("A-B");
            assertThat(ids.covers("A-B", first + 1_000_000)).isTrue();
        }
        try (TradeIds later = TradeIds.open(null, 0, NOW + 1_000_000, 10)) {
            assertThat(later.first("A-B")).isEqualTo(first + 1_000_000);
        }
        try (TradeIds given = TradeIds.open(null, 774_546_408, NOW, 10)) {
            assertThat(given.first("A-B")).isEqualTo(774_546_408);
        }
    }

    @Test
    void goOnWithoutAHoleAfterAProperEnd() {
        try (TradeIds ids = TradeIds.open(folder, 100, NOW, 10)) {
            ids.reserve(PRODUCTS, false, ids::first);
            assertThat(ids.covers("A-B", 109)).isTrue();
            assertThat(ids.covers("A-B", 110)).isFalse();
            ids.reserve(PRODUCTS, true, _ -> 110);
            assertThat(ids.covers("A-B", 129)).isTrue();
            ids.release(PRODUCTS, name -> name.equals("A-B") ? 115 : 112);
        }
        try (TradeIds next = TradeIds.open(folder, 100, NOW, 10)) {
            assertThat(next.first("A-B")).isEqualTo(115);
            assertThat(next.first("C-D")).isEqualTo(112);
            assertThat(next.first("E-F")).isEqualTo(100);
        }
    }

    @Test
    void areNotUsedAgainAfterAKill() {
        Path file = folder.resolve("deep").resolve("ids.json");
        try (TradeIds ids = TradeIds.open(file, 100, NOW, 10)) {
            ids.reserve(PRODUCTS, false, ids::first);
        }
        try (TradeIds next = TradeIds.open(file, 100, NOW, 10)) {
            assertThat(next.first("A-B")).isEqualTo(110);
        }
    }

    @Test
    void belongToOneExchangeAtATime() {
        try (TradeIds _ = TradeIds.open(folder, 0, NOW, 10)) {
            assertThatThrownBy(() -> TradeIds.open(folder, 0, NOW, 10))
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("exchange.json is in use by another exchange");
        }
    }

    @Test
    void sayWhatIsWrongWithTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("exchange.json"), "{\"A-B\":\"x\"}");
        assertThatThrownBy(() -> TradeIds.open(folder, 0, NOW, 10))
                .hasMessageContaining("the next trade id of A-B must be a number above 0, was \"x\"");
        Files.writeString(file, "{");
        assertThatThrownBy(() -> TradeIds.open(folder, 0, NOW, 10))
                .hasMessageContaining("is not a JSON object of next trade ids by product");
    }
}
