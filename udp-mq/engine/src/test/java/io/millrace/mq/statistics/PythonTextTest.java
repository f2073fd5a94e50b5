package io.millrace.mq.statistics;

import static org.assertj.core.api.Assertions.assertThat;

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
        "1795178943.4263413, 1795178943.4263413",
        "NaN, nan",
        "-Infinity, -inf"
    })
    void numbersAreThoseOfPython(double number, String text) {
        assertThat(PythonText.number(number)).isEqualTo(text);
    }

    @Test
    void textsAreThoseOfJsonDumps() {
        assertThat(PythonText.jsonText("a\"\\\n\t\u0001\u007f\u00e4\ud83d\ude00"))
                .isEqualTo("\"a\\\"\\\\\\n\\t\\u0001\\u007f\\u00e4\\ud83d\\ude00\"");
    }
}
