package io.millrace.pipeline.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.pipeline.app.JsonData.Line;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonDataTest {

    @Test
    void readsEveryKindOfValue() {
        Object value = JsonData.value(
                "{\"a\": 1, \"b\": 1.5, \"c\": [true, null, \"x\"], \"d\": 123456789012345678901}".getBytes(UTF_8));

        assertThat(value).isInstanceOf(Map.class);
        assertThat((Map<?, ?>) value)
                .hasToString("{a=1, b=1.5, c=[true, null, x], d=123456789012345678901}")
                .satisfies(map -> assertThat(map.get("a")).isEqualTo(1L))
                .satisfies(map -> assertThat(map.get("b")).isEqualTo(1.5))
                .satisfies(map -> assertThat(map.get("d")).isEqualTo(new BigInteger("123456789012345678901")));
    }

    @Test
    @SuppressWarnings("unchecked") // keys of JSON are texts
    void givesValuesThatNobodyCanChange() {
        Map<String, Object> map = (Map<String, Object>) JsonData.value("{\"a\": [1]}".getBytes(UTF_8));

        assertThatThrownBy(() -> map.put("b", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((List<Object>) map.getOrDefault("a", List.of())).add(2))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'' | the body is empty",
                "'{' | the body is not JSON",
                "'1 2' | the body has more than one JSON value",
                "null | the body is null",
                "'{\"a\": 1, \"a\": 2}' | Duplicate field",
                "'{\"a\": NaN}' | the body is not JSON"
            })
    void saysWhatIsWrong(String body, String message) {
        assertThatThrownBy(() -> JsonData.value(body.getBytes(UTF_8)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsLinesWithTheirNumbers() {
        assertThat(JsonData.lines("1\n\n  \n\"b\"\r\n".getBytes(UTF_8)))
                .containsExactly(new Line(1, 1L), new Line(4, "b"));
        assertThatThrownBy(() -> JsonData.lines("1\n{]\n".getBytes(UTF_8)))
                .hasMessageStartingWith("line 2 is not JSON");
        assertThatThrownBy(() -> JsonData.lines("\n".getBytes(UTF_8))).hasMessageStartingWith("the body has no line");
    }
}
