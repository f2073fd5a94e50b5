package io.millrace.mq.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PythonTextTest {

    @ParameterizedTest
    @CsvSource({
        "1337900, 1337900.0",
        "0.001, 0.001",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0.000001, 1e-06",
        "0.0000123, 1.23e-05",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.5e300, 1.5e+300",
        "4.9E-324, 5e-324",
        "-0.0, -0.0",
        "0, 0.0",
        "-2.5, -2.5",
        "1458195070.31, 1458195070.31",
        "8589934591.999999, 8589934591.999999",
        "1795178943.4263413, 1795178943.4263413",
        "NaN, nan",
        "-Infinity, -inf"
    })
    void numbersAreThoseOfPython(double number, String text) {
        assertThat(PythonText.number(number)).isEqualTo(text);
    }

    @Test
    void theShortWayPrintsWhatTheLongOnePrints() {
        Random random = new Random(7);
        for (int i = 0; i < 300_000; i++) {
            long digits = random.nextLong() >>> random.nextInt(64);
            double number = digits / Math.pow(10, random.nextInt(10));
            for (double near : new double[] {number, Math.nextUp(number), Math.nextDown(number)}) {
                StringBuilder text = new StringBuilder();
                PythonText.jsonNumber(near, text);
                assertThat(PythonText.number(near))
                        .isEqualTo(PythonText.anyNumber(near))
                        .isEqualTo(text.toString());
            }
        }
    }

    @Test
    void textsAreThoseOfJsonDumps() {
        assertThat(PythonText.jsonText("a\"\\\n\t\u0001\u007f\u00e4\ud83d\ude00"))
                .isEqualTo("\"a\\\"\\\\\\n\\t\\u0001\\u007f\\u00e4\\ud83d\\ude00\"");
    }
}
