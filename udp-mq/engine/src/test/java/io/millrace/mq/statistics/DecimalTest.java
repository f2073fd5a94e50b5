package io.millrace.mq.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalTest {

    @Test
    void whatItReadsIsWhatTheJdkReads() {
        Random random = new Random(8);
        int read = 0;
        for (int i = 0; i < 300_000; i++) {
            StringBuilder text = new StringBuilder(Long.toString(random.nextLong() >>> 1 >>> random.nextInt(63)));
            text.insert(random.nextInt(text.length() + 1), random.nextInt(4) > 0 ? "." : "");
            double number = Decimal.parse("=" + text + "|", 1, 1 + text.length());
            if (!Double.isNaN(number)) {
                read++;
                assertThat(number).as("%s", text).isEqualTo(Double.parseDouble(text.toString()));
            }
        }
        assertThat(read).isGreaterThan(150_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "1.", ".5", "1.2.3", "-1", "+1", "1e3", " 1", "1d", "NaN", "9007199254740993", "\u0661"
            })
    void allElseIsLeftToOthers(String text) {
        assertThat(Decimal.parse(text, 0, text.length())).isNaN();
    }
}
