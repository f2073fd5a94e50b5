package io.millrace.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.clickhouse.ColumnEncoder.Misfit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {

    private static final long SEED = 20_250_204;

    @Test
    void readsDoublesAsTheJdkDoes() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            String text = text(random);
            assertThat(Double.doubleToRawLongBits(Numbers.toDouble(text)))
                    .as("seed %d: %s", SEED, text)
                    .isEqualTo(Double.doubleToRawLongBits(new BigDecimal(text).doubleValue()));
        }
    }

    @Test
    void writesDecimalsAsBigDecimalDoes() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            String text = text(random);
            int scale = Math.max(new BigDecimal(text).scale(), random.nextInt(10));
            int precision = Math.max(20, scale + 19);
            RowBuffer buffer = new RowBuffer();
            Numbers.putDecimal(text, precision, scale, 16, buffer);
            byte[] bytes = buffer.toBytes();
            for (int left = 0, right = bytes.length - 1; left < right; left++, right--) {
                byte swapped = bytes[left];
                bytes[left] = bytes[right];
                bytes[right] = swapped;
            }
            assertThat(new BigDecimal(new BigInteger(bytes), scale))
                    .as("seed %d: %s with %d places", SEED, text, scale)
                    .isEqualByComparingTo(new BigDecimal(text));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        text.append(random.nextLong((long) Math.pow(10, 1 + random.nextInt(10))));
        int places = random.nextInt(9);
        if (places > 0) {
            text.append('.');
            for (int i = 0; i < places; i++) {
                text.append(random.nextInt(10));
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", ".", "1.", ".5", "+7", "1e5", "-0", "-0.0", "00012.50", "123456789012345678901234567890"
            })
    void takesTheSameTextsAsTheJdk(String text) {
        BigDecimal expected;
        try {
            expected = new BigDecimal(text);
        } catch (NumberFormatException e) {
            assertThatThrownBy(() -> Numbers.toDouble(text)).isInstanceOf(Misfit.class);
            return;
        }
        assertThat(Numbers.toDouble(text)).isEqualTo(expected.doubleValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0.00",
                "9007199254740991",
                "9007199254740992",
                "9007199254740993",
                "-9007199254740993",
                "90071992547.40993",
                "0.000000000000000001",
                "0.00000000000000001",
                "-0.12345678901234567",
                "123456789012345678",
                "12345678901234567.8",
                "1234567890123456789",
                "9223372036854775808",
                "18446744073709551617",
                "99999999999999999999",
                "0000000000000000001",
                "00000000000000000.5",
                "-1.7976931348623157e308",
                "4.9e-324"
            })
    void readsDoublesAtTheEndsOfTheShortWay(String text) {
        assertThat(Double.doubleToRawLongBits(Numbers.toDouble(text)))
                .isEqualTo(Double.doubleToRawLongBits(new BigDecimal(text).doubleValue()));
    }

    @Test
    void readsDoublesOfAnyLengthAsTheJdkDoes() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50_000; i++) {
            String text = BigDecimal.valueOf(random.nextLong() >> random.nextInt(64), random.nextInt(22))
                    .toPlainString();
            assertThat(Double.doubleToRawLongBits(Numbers.toDouble(text)))
                    .as("seed %d: %s", SEED, text)
                    .isEqualTo(Double.doubleToRawLongBits(new BigDecimal(text).doubleValue()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1..2", "1 ", "0x1", "NaN", "Infinity", "1,5", "- 1", "1-2"})
    void refusesWhatIsNoNumber(String text) {
        assertThatThrownBy(() -> Numbers.toDouble(text))
                .isInstanceOf(Misfit.class)
                .hasMessage("a number");
        assertThatThrownBy(() -> Numbers.putDecimal(text, 18, 4, 8, new RowBuffer()))
                .isInstanceOf(Misfit.class);
        assertThatThrownBy(() -> Numbers.toLong(text, 0, 100, false)).isInstanceOf(Misfit.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "255, 255", "1e2, 100", "7.0, 7", "-0, 0"})
    void takesWholeNumbers(String text, long expected) {
        assertThat(Numbers.toLong(text, 0, 255, false)).isEqualTo(expected);
        assertThat(Numbers.toLong(new BigDecimal(text), 0, 255, false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "256", "1.5", "1e999999999", "1e-999999999", "18446744073709551616"})
    void refusesOthers(String text) {
        assertThatThrownBy(() -> Numbers.toLong(text, 0, 255, false))
                .isInstanceOf(Misfit.class)
                .hasMessage("a whole number from 0 to 255");
        assertThatThrownBy(() -> Numbers.toLong(new BigDecimal(text), 0, 255, false))
                .isInstanceOf(Misfit.class);
    }

    @Test
    void knowsAllOfSixtyFourBits() {
        BigInteger most = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        assertThat(Numbers.toLong(most, 0, Long.MAX_VALUE, true)).isEqualTo(-1);
        assertThat(Numbers.toLong(most.toString(), 0, Long.MAX_VALUE, true)).isEqualTo(-1);
        assertThatThrownBy(() -> Numbers.toLong(most.add(BigInteger.ONE), 0, Long.MAX_VALUE, true))
                .isInstanceOf(Misfit.class)
                .hasMessage("a whole number from 0 to 18446744073709551615");
        assertThatThrownBy(() -> Numbers.toLong(-1L, 0, Long.MAX_VALUE, true)).isInstanceOf(Misfit.class);
    }

    @ParameterizedTest
    @CsvSource({"9, 2, 12345678.00", "9, 2, 1.001", "18, 8, 12345678901", "38, 10, 0.00000000001", "4, 4, 1"})
    void refusesDecimalsWithTooManyDigits(int precision, int scale, String text) {
        assertThatThrownBy(() -> Numbers.putDecimal(text, precision, scale, 16, new RowBuffer()))
                .isInstanceOf(Misfit.class)
                .hasMessageContaining((precision - scale) + " digits before the point and " + scale + " behind");
    }

    @Test
    void takesTrailingZerosBehindTheLastPlace() {
        RowBuffer buffer = new RowBuffer();
        Numbers.putDecimal("1.5000000", 9, 2, 4, buffer);
        assertThat(buffer.toBytes()).containsExactly(150, 0, 0, 0);
    }
}
