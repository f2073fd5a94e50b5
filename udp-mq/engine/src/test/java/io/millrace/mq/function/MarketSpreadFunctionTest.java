package io.millrace.mq.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MarketSpreadFunctionTest {

    private final MarketSpreadFunction function = new MarketSpreadFunction();

    @Test
    void anOrderIsAcceptedWhenItsSymbolIsKnown() {
        assertThat(apply("35=S|55=BTU|132=2|133=2|")).isEmpty();
        assertThat(apply("35=D|1=CLIENT57|11=a|38=1337900|55=BTU|999=1458195070.31|"))
                .containsExactly("{\"msg\": \"New Order: (CLIENT57, BTU, Accepted, 1337900.0): Accepted\","
                        + " \"feed_time\": 1458195070.31}");
    }

    @Test
    void anOrderOfAnUnknownSymbolIsRejected() {
        assertThat(apply("35=D|1=CLIENT35|11=a|38=4000|55=TSLA|999=1234|"))
                .containsExactly("{\"msg\": \"New Order: (CLIENT35, TSLA, Rejected, 4000.0): Rejected: Unknown symbol:"
                        + " TSLA\", \"feed_time\": 1234.0}");
    }

    @Test
    void aWideSpreadStopsNewOrdersUntilItNarrows() {
        apply("35=S|55=A|132=1|133=1.1|");
        assertThat(verdict("35=D|11=a|55=A|999=1|"))
                .isEqualTo("(None, A, Rejected, None): Rejected: A - Stop New Orders");
        apply("35=S|55=A|132=1|133=1.01|");
        assertThat(verdict("35=D|11=a|55=A|999=1|")).isEqualTo("(None, A, Accepted, None): Accepted");
        assertThat(verdict("35=D|11=a|55=A|999=1|"))
                .isEqualTo("(None, A, Rejected, None): Rejected: Order already exists");
    }

    @Test
    void bothLimitsMustBeReached() {
        apply("35=S|55=CHEAP|132=0.10|133=0.12|");
        apply("35=S|55=DEAR|132=100|133=101|");
        assertThat(verdict("35=D|11=a|55=CHEAP|999=1|")).endsWith("Accepted");
        assertThat(verdict("35=D|11=b|55=DEAR|999=1|")).endsWith("Accepted");
    }

    @Test
    void aMiddleOfZeroDividesByNothing() {
        apply("35=S|55=A|132=0|133=0|");
        apply("35=S|55=B|132=-1|133=1|");
        assertThat(verdict("35=D|11=a|55=A|999=1|")).endsWith("Accepted");
        assertThat(verdict("35=D|11=b|55=B|999=1|")).endsWith("Stop New Orders");
    }

    @Test
    void aRejectedIdIsNotRemembered() {
        assertThat(verdict("35=D|11=a|55=A|999=1|")).endsWith("Unknown symbol: A");
        apply("35=S|55=A|132=1|133=1|");
        assertThat(verdict("35=D|11=a|55=A|999=1|")).endsWith("Accepted");
    }

    @Test
    void anOrderWithoutFeedTimeHasNone() {
        assertThat(apply("35=D|11=a|55=A|").getFirst()).endsWith("\"feed_time\": null}");
    }

    @Test
    void heartbeatsAndOthersAreIgnored() {
        assertThat(apply("35=0|")).isEmpty();
        assertThat(apply("35=fill|")).isEmpty();
    }

    @Test
    void whatCannotBeHandledIsRefusedWithTheReason() {
        assertThatThrownBy(() -> apply("55=A|")).isInstanceOf(PoisonException.class);
        assertThatThrownBy(() -> apply("35=S|55=A|132=1|"))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("133 (OfferPx)");
        assertThatThrownBy(() -> apply("35=D|11=a|38=x|55=A|999=1|")).hasMessage("field 38 is not a number: 'x'");
        assertThat(verdict("35=D|11=a|38=1|55=A|999=1|")).endsWith("Unknown symbol: A");
    }

    private String verdict(String message) {
        String result = apply(message).getFirst();
        return result.substring("{\"msg\": \"New Order: ".length(), result.indexOf("\", \"feed_time\""));
    }

    private List<String> apply(String message) {
        List<String> results = new ArrayList<>();
        function.apply(message.replace('|', '\u0001'), (hash, text) -> {
            assertThat(hash).isZero();
            results.add(text);
        });
        return results;
    }
}
