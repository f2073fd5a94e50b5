package io.millrace.sql.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DoubleTextTest {

    private static final int CASES = 150_000;

    /** What {@code repr} of CPython 3.11 printed. */
    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "55.0, 55.0",
        "-1.0, -1.0",
        "0.1, 0.1",
        "16.899999618530273, 16.899999618530273",
        "1.0E16, 1e+16",
        "9.999999999999998E15, 9999999999999998.0",
        "1.23456789012345E14, 123456789012345.0",
        "9.007199254740993E15, 9007199254740992.0",
        "1.2345678901234568E17, 1.2345678901234568e+17",
        "1.0E-4, 0.0001",
        "1.0E-5, 1e-05",
        "1.5E-7, 1.5e-07",
        "2.0E23, 2e+23",
        "1.0E22, 1e+22",
        "1.0E23, 1e+23",
        "4.9E-324, 5e-324",
        "9.9E-324, 1e-323",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "2.225073858507201E-308, 2.225073858507201e-308",
        "1.7976931348623157E308, 1.7976931348623157e+308",
        "-1.7976931348623157E308, -1.7976931348623157e+308",
        "5.0E-5, 5e-05",
        "0.3, 0.3",
        "0.30000000000000004, 0.30000000000000004",
        "9.5367431640625E-7, 9.5367431640625e-07",
        "4.503599627370496E15, 4503599627370496.0",
        "1.0E100, 1e+100"
    })
    void printsWhatPythonPrints(double value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_240_123, 987_654_321})
    void agreesWithTheJdkOnRandomBitPatterns(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES; i++) {
            agree(Double.longBitsToDouble(random.nextLong()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20_240_124})
    void agreesWithTheJdkOnWidenedFloats(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES; i++) {
            agree(Float.intBitsToFloat(random.nextInt()));
            agree(random.nextInt(1_000) / 10f);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 20_240_125})
    void agreesWithTheJdkOnShortDecimals(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CASES; i++) {
            agree(random.nextLong(1_000_000_000L) / 1e3);
            agree(random.nextInt(100_000) * 1e-9);
            agree((double) random.nextLong(1L << 60));
        }
    }

    @Test
    void agreesWithTheJdkAroundEveryPowerOfTwoAndTen() {
        for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
            neighbours(Math.scalb(1.0, exponent));
        }
        for (int exponent = -323; exponent <= 308; exponent++) {
            neighbours(Double.parseDouble("1e" + exponent));
        }
    }

    private static void neighbours(double value) {
        agree(value);
        agree(-value);
        double below = value;
        double above = value;
        for (int i = 0; i < 4; i++) {
            below = Math.nextDown(below);
            above = Math.nextUp(above);
            agree(below);
            agree(above);
        }
    }

    private static void agree(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        String expected = repr(value);
        String actual = text(value);
        if (!actual.equals(expected)) {
            fail("%s, bits %x: expected %s, was %s", value, Double.doubleToRawLongBits(value), expected, actual);
        }
    }

    /** The JDK's digits, which are as short as possible but never fewer than two, in Python's layout. */
    private static String repr(double value) {
        BigDecimal exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        if (exact.precision() == 2) {
            BigDecimal shorter = new BigDecimal(Math.abs(value)).round(new MathContext(1, RoundingMode.HALF_EVEN));
            exact = shorter.doubleValue() == Math.abs(value) ? shorter : exact;
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        if (exact.signum() == 0) {
            return sign + "0.0";
        }
        String digits = exact.unscaledValue().toString();
        int exponent = digits.length() - 1 - exact.scale();
        if (exponent < -4 || exponent >= 16) {
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            return sign + digits.charAt(0) + fraction + String.format("e%+03d", exponent);
        }
        String plain = exact.toPlainString();
        return sign + (plain.contains(".") ? plain : plain + ".0");
    }

    private static String text(double value) {
        byte[] bytes = new byte[DoubleText.MAX_BYTES + 8];
        return new String(bytes, 0, DoubleText.write(bytes, 0, value), StandardCharsets.US_ASCII);
    }
}
