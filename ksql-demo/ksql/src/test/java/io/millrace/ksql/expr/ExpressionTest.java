package io.millrace.ksql.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.time.Ticker;
import io.millrace.ksql.KsqlException;
import io.millrace.ksql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionTest {

    private final Evaluate evaluate = new Evaluate()
            .with("I", Scalar.INTEGER, 7)
            .with("L", Scalar.BIGINT, 8L)
            .with("D", Scalar.DOUBLE, 1.5)
            .with("S", Scalar.STRING, "abc")
            .with("N", Scalar.INTEGER, null)
            .with("B", Scalar.BOOLEAN, null);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "i + 1;INTEGER 8",
                "i / 2;INTEGER 3",
                "i + l;BIGINT 15",
                "2147483647 + 1;INTEGER -2147483648",
                "i * d;DOUBLE 10.5",
                "1.0 / 0e0;DOUBLE Infinity",
                "1.10 + 2;DECIMAL(13, 2) 3.10",
                "1.5 * 1.5;DECIMAL(5, 2) 2.25",
                "1.0 / 3.0;DECIMAL(8, 6) 0.333333",
                "7.5 % 2.0;DECIMAL(2, 1) 1.5",
                "s + 'd';STRING abcd",
                "n + 1;INTEGER null",
                "-i;INTEGER -7",
                "i > 6.5;BOOLEAN true",
                "d <> 0.0;BOOLEAN true",
                "1.0 = 1.00;BOOLEAN true",
                "n = 1;BOOLEAN false",
                "n <> 1;BOOLEAN false",
                "n = n;BOOLEAN false",
                "n IS NOT DISTINCT FROM NULL;BOOLEAN true",
                "i IS DISTINCT FROM n;BOOLEAN true",
                "b AND FALSE;BOOLEAN false",
                "b OR TRUE;BOOLEAN true",
                "b AND TRUE;BOOLEAN null",
                "NOT b;BOOLEAN null",
                "i BETWEEN 7 AND 9.5;BOOLEAN true",
                "i NOT BETWEEN 1 AND 6;BOOLEAN true",
                "i IN (1, 7.0, n);BOOLEAN true",
                "n IN (1);BOOLEAN false",
                "s LIKE 'a%';BOOLEAN true",
                "s LIKE '_b_';BOOLEAN true",
                "s LIKE '%c%c';BOOLEAN false",
                "'50%' LIKE '50!%' ESCAPE '!';BOOLEAN true",
                "'501' LIKE '50!%' ESCAPE '!';BOOLEAN false",
                "'a.c' LIKE 'a.c';BOOLEAN true",
                "'abc' LIKE 'a.c';BOOLEAN false",
                "n IS NULL;BOOLEAN true",
                "CASE WHEN n = 1 THEN 1 WHEN i = 7 THEN 2.5 END;DECIMAL(11, 1) 2.5",
                "CASE i WHEN 1 THEN 'one' ELSE 'many' END;STRING many",
                "ARRAY[1, 2, 3][-1];INTEGER 3",
                "ARRAY[1, 2, 3][0];INTEGER null",
                "ARRAY[1, 2, 3][4];INTEGER null",
                "MAP('a' := 1)['a'];INTEGER 1",
                "STRUCT(x := i)->x;INTEGER 7",
                "STRUCT(x := STRUCT(y := s))->x->y;STRING abc"
            })
    void valueAndType(String text, String expected) {
        assertThat(evaluate.shown(text)).as(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "CAST(' 12 ' AS INT);INTEGER 12",
                "CAST('-9223372036854775808' AS BIGINT);BIGINT -9223372036854775808",
                "CAST('1e3' AS DOUBLE);DOUBLE 1000.0",
                "CAST(60.254120e0 AS STRING);STRING 60.25412",
                "CAST(1.50 AS STRING);STRING 1.50",
                "CAST(2.5e0 AS INT);INTEGER 2",
                "CAST('TRUE' AS BOOLEAN);BOOLEAN true",
                "CAST('yes' AS BOOLEAN);BOOLEAN false",
                "CAST('1.005' AS DECIMAL(4, 2));DECIMAL(4, 2) 1.01",
                "CAST('2022-05-01T13:00' AS TIMESTAMP);TIMESTAMP 2022-05-01T13:00:00Z",
                "CAST('2022-05-01T13:00:00.5+02:00' AS TIMESTAMP);TIMESTAMP 2022-05-01T11:00:00.500Z",
                "CAST('2022-05' AS TIMESTAMP);TIMESTAMP 2022-05-01T00:00:00Z",
                "CAST(CAST('2022-05-01T13:00' AS TIMESTAMP) AS STRING);STRING 2022-05-01T13:00:00.000",
                "CAST(CAST('2022-05-01T13:00' AS TIMESTAMP) AS DATE);DATE 2022-05-01",
                "CAST('2022-05-01T13:00' AS TIMESTAMP) > '2022-01-01';BOOLEAN true",
                "CAST(ARRAY['1', '2'] AS ARRAY<INT>);ARRAY<INTEGER> [1, 2]",
                "CAST(ARRAY[1, 2] AS STRING);STRING [1, 2]",
                "CAST(STRUCT(a := 1, b := 2) AS STRUCT<b STRING, c INT>);STRUCT<`B` STRING, `C` INTEGER> Struct[2, null]",
                "CAST(NULL AS INT);INTEGER null"
            })
    void casts(String text, String expected) {
        assertThat(evaluate.shown(text)).as(text).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "CAST('null' AS INT);'null' is no INTEGER",
                "CAST('2147483648' AS INT);'2147483648' is no INTEGER",
                "CAST('1.0' AS BIGINT);'1.0' is no BIGINT",
                "CAST('' AS DOUBLE);'' is no DOUBLE",
                "CAST('0x1p3' AS DOUBLE);'0x1p3' is no DOUBLE",
                "CAST('1e999999999' AS DECIMAL(4, 2));has too many digits",
                "CAST('100' AS DECIMAL(4, 2));does not fit into DECIMAL(4, 2)",
                "CAST('May' AS DATE);'May' is no DATE",
                "i / 0;by zero"
            })
    void failsForTheRow(String text, String message) {
        assertThatThrownBy(() -> evaluate.value(text)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "s + 1;line 1:3: '+' does not work on STRING and INTEGER",
                "s > 1;line 1:3: cannot compare STRING with INTEGER",
                "ARRAY[1] < ARRAY[2];line 1:10: ARRAY<INTEGER> has no order",
                "i AND TRUE;line 1:1: I is of type INTEGER, not a condition",
                "CASE WHEN TRUE THEN 1 ELSE 'x' END;line 1:28: the results of CASE must be of one type",
                "s[1];line 1:2: [...] works on arrays and maps",
                "s->x;line 1:2: -> works on structs",
                "STRUCT(name := 1)->nme;line 1:18: STRUCT(NAME := 1) has no field NME: perhaps NAME",
                "CAST(ARRAY[1] AS INT);line 1:1: cannot cast ARRAY[1] from ARRAY<INTEGER> to INTEGER",
                "SPLT(s, ',');line 1:1: there is no function SPLT: perhaps SPLIT",
                "SPLIT(s);line 1:1: SPLIT(STRING) does not exist, only SPLIT(STRING, STRING) ARRAY<STRING>",
                "i = NULL;line 1:3: a comparison with NULL is never true: write IS NULL",
                "ARRAY[];line 1:1: the type of this array is unknown",
                "COUNT(i);line 1:1: COUNT is an aggregate",
                "x => x;line 1:3: unexpected '=>'"
            })
    void isRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> evaluate.compile(text))
                .isInstanceOf(KsqlException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void rowsThatFailGiveNullAndAreTold() {
        TypedExpression expression =
                evaluate.compile("'v=' + CAST(s AS INT)".replace("CAST(s AS INT)", "CAST(CAST(s AS INT) AS STRING)"));
        List<String> told = new ArrayList<>();
        RowContext context = new RowContext(Ticker.SYSTEM, RandomGenerator.getDefault());
        @Nullable Object[] row = {7, 8L, 1.5, "abc", null, null};
        Object value = expression.evaluate(context, row, (e, cause) -> told.add(e.text() + ": " + cause.getMessage()));
        assertThat(value).isNull();
        assertThat(told).containsExactly("'v=' + CAST(CAST(S AS INTEGER) AS STRING): 'abc' is no INTEGER");
    }

    /** A pattern that recurses per character takes only its own row with it. */
    @Test
    void exhaustedStackIsTold() {
        Evaluate patterns = new Evaluate().with("S", Scalar.STRING, null);
        TypedExpression expression = patterns.compile("REGEXP_EXTRACT('(a|b)*c', s)");
        List<String> told = new ArrayList<>();
        RowContext context = new RowContext(Ticker.SYSTEM, RandomGenerator.getDefault());
        @Nullable Object[] row = {"ab".repeat(200_000)};
        assertThat(expression.evaluate(context, row, (_, cause) -> told.add(cause.getMessage())))
                .isNull();
        assertThat(told).containsExactly("needs more stack than there is");
    }

    @Test
    void longestChainRuns() {
        assertThat(evaluate.shown("i" + " + 1".repeat(290))).isEqualTo("INTEGER 297");
        assertThat(evaluate.shown("i = 7" + " AND i > 0".repeat(290))).isEqualTo("BOOLEAN true");
    }

    @Test
    void deepCaseIsCompiledInReasonableTime() {
        String text = "0";
        for (int i = 0; i < 60; i++) {
            text = "CASE WHEN i = " + i + " THEN " + i + " ELSE " + text + " END";
        }
        assertThat(evaluate.shown(text)).isEqualTo("INTEGER 7");
    }

    @Test
    void lambdasSeeColumnsAndOuterParameters() {
        assertThat(evaluate.shown("TRANSFORM(ARRAY[1, 2], x => x + i)")).isEqualTo("ARRAY<INTEGER> [8, 9]");
        assertThat(evaluate.shown("TRANSFORM(ARRAY[1, 2], x => REDUCE(ARRAY[10, 20], x, (s, y) => s + y * x))"))
                .isEqualTo("ARRAY<INTEGER> [31, 62]");
        assertThat(evaluate.shown("FILTER(ARRAY['a', NULL, 'bb'], x => LEN(x) > 1)"))
                .isEqualTo("ARRAY<STRING> [bb]");
        assertThat(evaluate.shown("TRANSFORM(MAP('a' := 1), (k, v) => UCASE(k), (k, v) => v * 2)"))
                .isEqualTo("MAP<STRING, INTEGER> {A=2}");
    }
}
