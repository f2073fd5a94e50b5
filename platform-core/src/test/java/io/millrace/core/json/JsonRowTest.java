package io.millrace.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.PoisonException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRowTest {

    @Test
    void keepsTheTextAndTheOrderOfItsFields() {
        JsonRow row = JsonRow.read("{\"b\": 1.10, \"a\":\"ü\\n\"}");
        assertThat(row).hasToString("{\"b\": 1.10, \"a\":\"ü\\n\"}");
        assertThat(row.fields().keySet()).containsExactly("b", "a");
        assertThat(row.field("b")).isEqualTo(new BigDecimal("1.10"));
        assertThat(row.string("a")).isEqualTo("ü\n");
        assertThat(row.string("b")).isNull();
        assertThat(row.size()).isEqualTo(row.toBytes().length);
    }

    @Test
    void isOneLine() {
        assertThat(JsonRow.read(" \n{\"a\":\n[1,\r\n2]}\n")).hasToString("{\"a\":[1,2]}");
    }

    @Test
    void knowsEveryKindOfValue() {
        JsonRow row =
                JsonRow.read("{\"l\":-9223372036854775808,\"i\":9223372036854775808,\"e\":1e3,\"t\":true,\"f\":false,"
                        + "\"n\":null,\"o\":{\"x\":[null,\"y\"]}}");
        assertThat(row.field("l")).isEqualTo(Long.MIN_VALUE);
        assertThat(row.field("i")).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(row.field("e")).isEqualTo(new BigDecimal("1e3"));
        assertThat(row.field("t")).isEqualTo(true);
        assertThat(row.field("f")).isEqualTo(false);
        assertThat(row.field("n")).isNull();
        assertThat(row.fields()).containsKey("n");
        assertThat(row.field("o")).isEqualTo(Map.of("x", Arrays.asList(null, "y")));
    }

    @Test
    void refusesOtherEncodings() {
        assertThatThrownBy(() -> JsonRow.read("{}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("not in UTF-8");
        assertThatThrownBy(() -> JsonRow.read("{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining("not a JSON object at column");
    }

    @Test
    void writesWhatItReads() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("text", "\"\\");
        fields.put("long", 1L);
        fields.put("int", 2);
        fields.put("decimal", new BigDecimal("0.10"));
        fields.put("double", 0.5);
        fields.put("none", null);
        fields.put("list", List.of(true, Map.of("a", 1L)));
        JsonRow row = JsonRow.of(fields);
        assertThat(row)
                .hasToString(
                        "{\"text\":\"\\\"\\\\\",\"long\":1,\"int\":2,\"decimal\":0.10,\"double\":0.5,\"none\":null,"
                                + "\"list\":[true,{\"a\":1}]}")
                .isEqualTo(JsonRow.read(row.toString()));
        assertThat(row.field("int")).isEqualTo(2L);
        assertThat(row.with("int", 3).field("int")).isEqualTo(3L);
        assertThat(row.field("int")).isEqualTo(2L);
    }

    @Test
    void refusesWhatJsonHasNoWordFor() {
        assertThatThrownBy(() -> JsonRow.of(Map.of("a", Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> JsonRow.of(Map.of("a", new StringBuilder())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("StringBuilder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|not a JSON object",
                "[1]|not a JSON object at column 1",
                "{\"a\":1} {|more than one JSON object at column 9",
                "{\"a\":1,\"a\":2}|field 'a' is there twice",
                "{\"a\":null,\"a\":2}|field 'a' is there twice",
                "{\"a\":01}|not a JSON object at column",
                "{\"a\":|not a JSON object at column",
            })
    void saysWhereATextIsNoObject(String text, String message) {
        assertThatThrownBy(() -> JsonRow.read(text))
                .isInstanceOf(PoisonException.class)
                .hasMessageContaining(message);
    }
}
