package io.millrace.ingest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.json.JsonRow;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RowFilterTest {

    private static final JsonRow ROW = JsonRow.read("{\"type\":\"ticker\",\"product_id\":\"BTC-USD\"}");

    @Test
    void asksForNothingInParticularWithoutParameters() {
        assertThat(RowFilter.from(Map.of("limit", "3"))).isEqualTo(RowFilter.ALL);
        assertThat(RowFilter.ALL.accepts("any", ROW)).isTrue();
        assertThat(RowFilter.ALL.accepts("any", JsonRow.read("{}"))).isTrue();
    }

    @Test
    void acceptsWhatIsInEveryListOfNames() {
        RowFilter filter =
                RowFilter.from(Map.of("product", "ETH-USD, BTC-USD", "type", "ticker", "pipeline", "coinbase"));

        assertThat(filter.accepts("coinbase", ROW)).isTrue();
        assertThat(filter.accepts("other", ROW)).isFalse();
        assertThat(filter.accepts("coinbase", JsonRow.read("{\"type\":\"heartbeat\",\"product_id\":\"BTC-USD\"}")))
                .isFalse();
        assertThat(filter.accepts("coinbase", JsonRow.read("{\"type\":\"ticker\",\"product_id\":\"SOL-USD\"}")))
                .isFalse();
        assertThat(filter.accepts("coinbase", JsonRow.read("{\"type\":\"ticker\"}")))
                .isFalse();
    }

    @Test
    void refusesListsWithoutNamesAndWithTooMany() {
        assertThatThrownBy(() -> RowFilter.from(Map.of("product", ",")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "parameter product has 0 names, must be 1 to 100 of at most 100 characters, with commas between");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            many.append('P').append(i).append(',');
        }
        assertThatThrownBy(() -> RowFilter.from(Map.of("type", many.toString())))
                .hasMessageStartingWith("parameter type has 101 names");
    }
}
