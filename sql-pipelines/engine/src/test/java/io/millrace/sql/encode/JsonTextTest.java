package io.millrace.sql.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1,\"b\":[true,false,null]}|{\"a\": 1, \"b\": [true, false, null]}",
                "~ { } ~|{}",
                "[ ]|[]",
                "-0.50e+07|-0.50e+07",
                "\"gr\\u00fcn\\n\"|\"gr\\u00fcn\\n\"",
                "\"grün😀\"|\"gr\\u00fcn\\ud83d\\ude00\"",
                "~[1,\n\t2]~|[1, 2]",
                "12345678901234567890123|12345678901234567890123"
            })
    void copiesValidDocumentsInTheRowsLayout(String json, String expected) {
        assertThat(written(json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "1e",
                "+1",
                "nul",
                "nulll",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "{} {}",
                "NaN",
                "[1 2]",
                "{\"a\":1,}",
                "]",
                "-"
            })
    void refusesWhatIsNoJson(String text) {
        assertThat(written(text)).isEqualTo("invalid");
    }

    @Test
    void refusesDocumentsThatAreTooDeep() {
        assertThat(written("[".repeat(256) + "]".repeat(256))).hasSize(512);
        assertThat(written("[".repeat(257) + "]".repeat(257))).isEqualTo("invalid");
    }

    private static String written(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        JsonBuffer out = new JsonBuffer(0);
        int end = new JsonText(text, 0, text.length).write(out, 0, 0);
        return end < 0 ? "invalid" : new String(out.bytes, 0, end, StandardCharsets.US_ASCII);
    }
}
