package io.millrace.sql.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IntegerTextTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void printsSignedAndUnsignedNumbers(long value) {
        agree(value);
    }

    @Test
    void agreesWithTheJdkAroundEveryPowerOfTenAndTwo() {
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            agree(power - 1);
            agree(power);
            agree(-power);
        }
        for (int bit = 0; bit < 64; bit++) {
            agree(1L << bit);
            agree((1L << bit) - 1);
            agree(-(1L << bit) - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 77})
    void agreesWithTheJdkOnRandomNumbersOfAnyLength(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            agree(random.nextLong() >> random.nextInt(64));
        }
    }

    @Test
    void padsWithZerosToTheLengthAskedFor() {
        byte[] bytes = new byte[16];
        assertThat(IntegerText.digits(bytes, 1, 42, 6)).isEqualTo(7);
        assertThat(new String(bytes, 1, 6, StandardCharsets.US_ASCII)).isEqualTo("000042");
    }

    private static void agree(long value) {
        byte[] bytes = new byte[32];
        int end = IntegerText.write(bytes, 3, value);
        String text = new String(bytes, 3, end - 3, StandardCharsets.US_ASCII);
        end = IntegerText.writeUnsigned(bytes, 3, value);
        String unsigned = new String(bytes, 3, end - 3, StandardCharsets.US_ASCII);
        if (!text.equals(Long.toString(value)) || !unsigned.equals(Long.toUnsignedString(value))) {
            assertThat(text).isEqualTo(Long.toString(value));
            assertThat(unsigned).isEqualTo(Long.toUnsignedString(value));
        }
    }
}
