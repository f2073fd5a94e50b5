package io.millrace.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {

    @Test
    void readsDoublesAsTheJdkDoes() {
        long seed = 754;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            String text = BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(20))
                    .toPlainString();
            assertThat(Numbers.toDouble(text)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0.0",
                "1e3",
                "1E-3",
                "-1.5e+3",
                ".5",
                "5.",
                "9007199254740993",
                "0.1",
                "1e308"
            })
    void readsEveryFormOfANumber(String text) {
        assertThat(Numbers.toDouble(text)).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "1.2.3", "1-2", "abc", "NaN", "Infinity", "1e999", "0x1p3", "1f", " 1", "١"})
    void refusesWhatIsNoNumber(String text) {
        assertThatThrownBy(() -> Numbers.toDouble(text)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "101496.91, 9, 2, 10149691",
        "101496.9, 9, 2, 10149690",
        "-1, 3, 2, -100",
        "9.99, 3, 2, 999",
        "0.00, 2, 2, 0",
        "1.5000, 2, 1, 15",
        "1e1, 3, 1, 100",
        "0e99, 3, 1, 0",
        "999999999999999999, 18, 0, 999999999999999999",
        "0.000000000000000001, 18, 18, 1",
        "00000000000000000000001, 3, 0, 1",
    })
    void readsDecimals(String text, int precision, int scale, long unscaled) {
        assertThat(Numbers.toUnscaled(text, precision, scale)).isEqualTo(unscaled);
        assertThat(Numbers.toUnscaled(new BigDecimal(text), precision, scale)).isEqualTo(unscaled);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 3, 2",
        "9.999, 3, 2",
        "1e500000000, 18, 2",
        "1e-500000000, 18, 2",
        "1, 2, 2",
        "'', 3, 2",
        "1x, 3, 2"
    })
    void refusesDecimalsThatDoNotFit(String text, int precision, int scale) {
        assertThatThrownBy(() -> Numbers.toUnscaled(text, precision, scale))
                .isInstanceOfAny(ArithmeticException.class, NumberFormatException.class);
    }
}
