package io.millrace.ksql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ksql.expr.Evaluate;
import io.millrace.ksql.type.Bytes;
import io.millrace.ksql.type.SqlType.Scalar;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionsTest {

    private final Evaluate evaluate = new Evaluate()
            .with("J", Scalar.STRING, "{\"a\":{\"b\":[1,{\"c d\":\"x\"}],\"n\":null,\"f\":60.254120,\"t\":true}}")
            .with("P", Scalar.BYTES, Bytes.of("\u00e4b".getBytes(StandardCharsets.UTF_8)));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "EXTRACTJSONFIELD(j, '$.a.f');STRING 60.25412",
                "EXTRACTJSONFIELD(j, '$.a.n');STRING null",
                "EXTRACTJSONFIELD(j, '$.a.t');STRING true",
                "EXTRACTJSONFIELD(j, '$.a.b[0]');STRING 1",
                "EXTRACTJSONFIELD(j, '$.a.b[1][''c d'']');STRING x",
                "EXTRACTJSONFIELD(j, '$.a.b');STRING [1,{\"c d\":\"x\"}]",
                "EXTRACTJSONFIELD(j, '$.a.b[9]') IS NULL;BOOLEAN true",
                "EXTRACTJSONFIELD(j, '$.a.x.y') IS NULL;BOOLEAN true",
                "EXTRACTJSONFIELD(j, '$.a.n') IS NULL;BOOLEAN false",
                "EXTRACTJSONFIELD(NULL, '$.a') IS NULL;BOOLEAN true",
                "IS_JSON_STRING('[1,');BOOLEAN false",
                "JSON_ARRAY_LENGTH('[1, 2]');INTEGER 2",
                "JSON_ARRAY_CONTAINS('[1, 2]', 2);BOOLEAN true",
                "JSON_KEYS('{\"a\":1,\"b\":2}');ARRAY<STRING> [a, b]",
                "JSON_CONCAT('{\"a\":1}', '{\"a\":2}');STRING {\"a\":2}",
                "TO_JSON_STRING(STRUCT(x := 1, y := ARRAY['a', NULL]));STRING {\"X\":1,\"Y\":[\"a\",null]}"
            })
    void json(String text, String expected) {
        assertThat(evaluate.shown(text)).as(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CONCAT('a', NULL, 'b')|STRING ab",
                "CONCAT_WS(', ', 'a', 1, NULL, 2.5)|STRING a, 1, 2.5",
                "SPLIT('/a//b', '/')|ARRAY<STRING> [, a, , b]",
                "SPLIT('ab', '')|ARRAY<STRING> [a, b]",
                "SUBSTRING('stream', 3, 2)|STRING re",
                "SUBSTRING('stream', -2)|STRING am",
                "INSTR('corporate floor', 'or', 3, 2)|INTEGER 14",
                "INSTR('corporate floor', 'or', -3)|INTEGER 5",
                "LPAD('ab', 5, 'xy')|STRING xyxab",
                "RPAD('abc', 2, 'x')|STRING ab",
                "INITCAP('the BIG one')|STRING The Big One",
                "REPLACE('aXbX', 'X', '')|STRING ab",
                "SPLIT_TO_MAP('a=1;b=2', ';', '=')['b']|STRING 2",
                "CHR(228)|STRING ä",
                "ELT(2, 'a', 'b')|STRING b",
                "FIELD('b', 'a', 'b')|INTEGER 2",
                "REGEXP_EXTRACT('(\\d+)-(\\d+)', 'x 12-34', 2)|STRING 34",
                "REGEXP_REPLACE('a1b2', '\\d', '#')|STRING a#b#",
                "REGEXP_SPLIT_TO_ARRAY('a1b22c', '\\d+')|ARRAY<STRING> [a, b, c]",
                "MASK('My Test $123')|STRING Xx-Xxxx--nnn",
                "MASK_KEEP_RIGHT('ab12', 2)|STRING xx12",
                "URL_EXTRACT_PARAMETER('http://h/p?a=1&b=x%20y', 'b')|STRING x y",
                "ENCODE('4D1A', 'hex', 'base64')|STRING TRo=",
                "FROM_BYTES(p, 'ascii')|STRING \uFFFD\uFFFDb",
                "FROM_BYTES(p, 'UTF8')|STRING äb",
                "FROM_BYTES(TO_BYTES('TRo=', 'base64'), 'hex')|STRING 4D1A",
                "AS_VALUE('k')|STRING k"
            })
    void texts(String text, String expected) {
        assertThat(evaluate.shown(text)).as(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ABS(-3)|INTEGER 3",
                "ABS(-1.50)|DECIMAL(3, 2) 1.50",
                "ROUND(2.5e0)|BIGINT 3",
                "ROUND(-1.5e0, 0)|DOUBLE -1.0",
                "ROUND(1.25)|DECIMAL(2, 0) 1",
                "FLOOR(-1.5e0)|DOUBLE -2.0",
                "SQRT(9)|DOUBLE 3.0",
                "LOG(2, 8)|DOUBLE 3.0",
                "SIGN(-2.0e0)|INTEGER -1",
                "GREATEST(1, 2.5, NULL)|DECIMAL(11, 1) 2.5",
                "LEAST('b', 'a')|STRING a",
                "ROUND(GEO_DISTANCE(60.17, 24.94, 59.44, 24.75))|BIGINT 82",
                "COALESCE(NULL, 2)|INTEGER 2",
                "NULLIF(1, 1)|INTEGER null",
                "ARRAY_LENGTH(ARRAY[1, NULL])|INTEGER 2",
                "ARRAY_MAX(ARRAY[1, NULL, 3])|INTEGER 3",
                "ARRAY_SORT(ARRAY['b', NULL, 'a'], 'DESC')|ARRAY<STRING> [b, a, null]",
                "ARRAY_EXCEPT(ARRAY[1, 2, 2, 3], ARRAY[2])|ARRAY<INTEGER> [1, 3]",
                "ARRAY_JOIN(ARRAY['a', NULL, 'b'], '-')|STRING a-null-b",
                "SLICE(ARRAY[1, 2, 3], 2, 9)|ARRAY<INTEGER> [2, 3]",
                "GENERATE_SERIES(3, 1)|ARRAY<INTEGER> [3, 2, 1]",
                "MAP_KEYS(MAP('a' := 1, 'b' := 2))|ARRAY<STRING> [a, b]",
                "ENTRIES(MAP('b' := 1, 'a' := 2), true)[1]->K|STRING a",
                "AS_MAP(ARRAY['a'], ARRAY[1])['a']|INTEGER 1",
                "FORMAT_TIMESTAMP(FROM_UNIXTIME(1698068562728), 'yyyy-MM-dd HH:mm:ss z', 'Europe/Helsinki')|STRING 2023-10-23 16:42:42 EEST",
                "UNIX_TIMESTAMP(PARSE_TIMESTAMP('23.10.2023 16:42', 'dd.MM.yyyy HH:mm', 'Europe/Helsinki'))|BIGINT 1698068520000",
                "STRINGTOTIMESTAMP('2023-10-23', 'yyyy-MM-dd')|BIGINT 1698019200000",
                "TIMESTAMPTOSTRING(0, 'HH:mm:ss.SSS')|STRING 00:00:00.000",
                "UNIX_TIMESTAMP(TIMESTAMPADD(HOURS, 2, FROM_UNIXTIME(0)))|BIGINT 7200000",
                "DATEADD(MONTHS, 1, CAST('2024-01-31' AS DATE))|DATE 2024-02-29",
                "TIMESUB(MINUTES, 90, CAST('01:00' AS TIME))|TIME 23:30",
                "PARSE_TIME('17.05', 'HH.mm')|TIME 17:05",
                "UNIX_DATE(CAST('1970-01-11' AS DATE))|INTEGER 10",
                "CONVERT_TZ(FROM_UNIXTIME(0), 'UTC', 'Europe/Helsinki')|TIMESTAMP 1970-01-01T02:00:00Z"
            })
    void numbersCollectionsAndTimes(String text, String expected) {
        assertThat(evaluate.shown(text)).as(text).isEqualTo(expected);
    }

    @Test
    void randomIsAFractionAndUuidOfVersionFour() {
        assertThat((Double) evaluate.value("RANDOM()")).isBetween(0.0, 1.0);
        assertThat((String) evaluate.value("UUID()"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "EXTRACTJSONFIELD('{', '$.a');invalid JSON",
                "EXTRACTJSONFIELD('{}', 'a');is no path",
                "FROM_BYTES(p, 'latin1');there is no encoding 'latin1', only hex, utf8, ascii, base64",
                "REGEXP_REPLACE('a', '(', '');is no regular expression",
                "GENERATE_SERIES(1, 1000000);at most 100000 numbers",
                "LPAD('a', 2000000000, 'b');at most 1048576",
                "PARSE_DATE('x', 'yyyy');is not of the format",
                "FORMAT_TIMESTAMP(FROM_UNIXTIME(0), 'yyyy', 'Mars/Base');there is no time zone 'Mars/Base'"
            })
    void failuresOfARowSayWhy(String text, String message) {
        assertThatThrownBy(() -> evaluate.value(text)).hasMessageContaining(message);
    }

    @Test
    void overloadsPreferTheNearestTypes() {
        assertThat(evaluate.shown("LEN('abc')")).isEqualTo("INTEGER 3");
        assertThat(evaluate.shown("LEN(p)")).isEqualTo("INTEGER 3");
        assertThat(evaluate.shown("ABS(NULL)")).isEqualTo("INTEGER null");
        assertThat(evaluate.shown("CEIL(1)")).isEqualTo("INTEGER 1");
    }

    @Test
    void everyFunctionTellsItsForms() {
        for (String name : Functions.STANDARD.names()) {
            assertThat(Functions.STANDARD.forms(name))
                    .as(name)
                    .isNotEmpty()
                    .allMatch(form -> form.startsWith(name + "("));
        }
        assertThat(Functions.STANDARD.names()).hasSizeGreaterThan(120);
    }
}
