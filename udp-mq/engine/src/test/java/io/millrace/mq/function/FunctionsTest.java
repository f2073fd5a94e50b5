package io.millrace.mq.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FunctionsTest {

    @Test
    void theBuiltInOnesAndUsersOwnAreFoundInAnyCase() {
        assertThat(Functions.names())
                .containsExactly("double", "fixrouter", "inputdoubler", "marketspread", "passthrough", "pong", "shout");
        assertThat(Functions.find("MarketSpread")).containsInstanceOf(MarketSpreadFunction.class);
        assertThat(Functions.find("none")).isEmpty();
        assertThat(Functions.find("pong").orElseThrow())
                .isNotSameAs(Functions.find("pong").orElseThrow());
        assertThat(Functions.label("marketspread")).isEqualTo("Marketspread");
    }

    @Test
    void aUsersOwnFunctionIsCalled() throws Exception {
        assertThat(apply("shout", "hello")).containsExactly("0 HELLO!");
    }

    @Test
    void pongAnswers() throws Exception {
        assertThat(apply("pong", "ping")).containsExactly("0 pong");
        assertThat(apply("pong", "pong")).containsExactly("0 ping");
        assertThatThrownBy(() -> apply("pong", "x")).hasMessage("Unknown input: 'x'");
    }

    @Test
    void passthroughAndInputDoublerPassOn() throws Exception {
        assertThat(apply("passthrough", "a:b")).containsExactly("0 a:b");
        assertThat(apply("inputdoubler", "a")).containsExactly("0 a", "1 a");
    }

    @Test
    void doubleGivesText() throws Exception {
        assertThat(apply("double", " 21\n")).containsExactly("0 42");
        assertThat(apply("double", "-99999999999999999999")).containsExactly("0 -199999999999999999998");
        assertThatThrownBy(() -> apply("double", "1.5")).hasMessage("not a whole number: '1.5'");
        assertThatThrownBy(() -> apply("double", "9".repeat(100_000))).hasMessageContaining("not a whole number");
    }

    @Test
    void fixRouterSelectsByTheMd5OfTheSymbol() throws Exception {
        assertThat(FixRouterFunction.choice("TSLA"))
                .isEqualTo(new BigInteger("313980701377818115888054553524701231863"));
        assertThat(FixRouterFunction.choice("")).isEqualTo(new BigInteger("281949768489412648962353822266799178366"));
        String order = "35=D\u000155=TSLA\u0001";
        assertThat(apply("fixrouter", order))
                .containsExactly(
                        StableHash.of(new BigInteger("313980701377818115888054553524701231863")) + " " + order);
    }

    @Test
    void integersHashAsInPython() {
        assertThat(StableHash.of(10)).isEqualTo(10);
        assertThat(StableHash.output(StableHash.of(10), 3)).isEqualTo(1);
        assertThat(StableHash.of((1L << 61) - 1)).isZero();
        assertThat(StableHash.of(1L << 61)).isEqualTo(1);
        assertThat(StableHash.of(-5)).isEqualTo(-5);
        assertThat(StableHash.of(-1)).isEqualTo(-2);
        assertThat(StableHash.of(Long.MIN_VALUE)).isEqualTo(-4);
        assertThat(StableHash.output(StableHash.of(-5), 3)).isEqualTo(1);
        assertThat(StableHash.of(new BigInteger("313980701377818115888054553524701231863")))
                .isEqualTo(1023897813923579673L);
        assertThat(StableHash.of(new BigInteger("-313980701377818115888054553524701231863")))
                .isEqualTo(-1023897813923579673L);
    }

    @Test
    void textsHashTheSameForEver() {
        assertThat(StableHash.of("")).isEqualTo(860922984064492325L);
        assertThat(StableHash.of("TSLA")).isEqualTo(421527446487243023L);
        assertThat(StableHash.of("\u00e4")).isEqualTo(775201910207026562L);
    }

    private static List<String> apply(String function, String message) throws Exception {
        List<String> results = new ArrayList<>();
        Functions.find(function).orElseThrow().apply(message, (hash, text) -> results.add(hash + " " + text));
        return results;
    }
}
