package io.millrace.sql.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.SqlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TypesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bool",
                "int8",
                "int256",
                "uint64",
                "float32",
                "float64",
                "decimal(9, 4)",
                "string",
                "fixed_string(3)",
                "uuid",
                "ipv4",
                "ipv6",
                "enum8('a' = 1, 'it''s' = -2)",
                "date",
                "date32",
                "datetime",
                "datetime('Asia/Tokyo')",
                "datetime64(3)",
                "datetime64(3, 'UTC')",
                "array(nullable(int8))",
                "map(string, array(int32))",
                "tuple(s string, i int32)",
                "tuple(int8, string)",
                "json",
                "nullable(datetime64(3, 'UTC'))",
                "low_cardinality(nullable(string))",
                "interval_second"
            })
    void aTypesTextReadsBackAsTheType(String text) {
        DataType type = Types.parse(text);
        assertThat(Types.parse(type.text())).isEqualTo(type);
        assertThat(Types.parse(text.replace(" ", "  "))).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int | int32",
                "Integer | int32",
                "smallint | int16",
                "bigint | int64",
                "float | float32",
                "double | float64",
                "boolean | bool",
                "datetime32 | datetime",
                "datetime64 | datetime64(3)",
                "decimal32(3) | decimal(9, 3)",
                "decimal256(9) | decimal(76, 9)",
                "decimal(5) | decimal(5, 0)",
                "enum('a' = 1, 'b' = 200) | enum16('a' = 1, 'b' = 200)",
                "enum('a', 'b') | enum8('a' = 1, 'b' = 2)",
                "NULLABLE(INT8) | nullable(int8)"
            })
    void otherNamesLeadToTheSameTypes(String text, String expected) {
        assertThat(Types.parse(text).text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "strnig | 50 | did you mean 'string'",
                "nonsense | 50 | unknown type 'nonsense'",
                "decimal(77, 1) | 36 | precision of decimal must be 1 to 76",
                "decimal(9, 10) | 36 | scale of decimal must be 0 to 9",
                "datetime64(10) | 36 | precision of datetime64",
                "datetime64(3, 'Mars') | 36 | unknown time zone 'Mars'",
                "array(int8 | 62 | expected ')'",
                "array() | 62 | expected a type name",
                "int8 int8 | 62 | expected end of the type",
                "enum8('a' = 300) | 36 | codes of an enum8",
                "enum8('a' = 1, 'a' = 2) | 36 | twice",
                "nullable(array(int8)) | 43 | cannot be inside nullable",
                "fixed_string(0) | 36 | length of fixed_string"
            })
    void malformedTypesAreRefused(String text, int code, String message) {
        assertThatThrownBy(() -> Types.parse(text))
                .isInstanceOfSatisfying(
                        SqlException.class, e -> assertThat(e.code().number()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uint8 | int8 | int16",
                "uint8 | uint64 | uint64",
                "int64 | uint64 | int128",
                "int32 | float32 | float64",
                "int8 | float32 | float32",
                "decimal(9, 2) | int32 | decimal(18, 2)",
                "date | datetime | datetime",
                "datetime | datetime64(3) | datetime64(3)",
                "nullable(int8) | int16 | nullable(int16)",
                "array(int8) | array(string) | none",
                "string | fixed_string(3) | string",
                "string | int8 | none",
                "tuple(int8, string) | tuple(int16, string) | tuple(int16, string)"
            })
    void theCommonTypeHoldsBoth(String left, String right, String expected) {
        DataType common = TypeRules.common(Types.parse(left), Types.parse(right));
        assertThat(common == null ? "none" : common.text()).isEqualTo(expected);
        DataType turned = TypeRules.common(Types.parse(right), Types.parse(left));
        assertThat(turned == null ? "none" : turned.text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1e21, 1e21",
        "1e20, 100000000000000000000",
        "1.5e-7, 1.5e-7",
        "0.000001, 0.000001",
        "-0.0, -0",
        "123456789.125, 123456789.125"
    })
    void floatsAreWrittenShort(double value, String expected) {
        assertThat(Texts.format(value)).isEqualTo(expected);
    }

    @Test
    void deepTypesAreRefused() {
        String deep = "array(".repeat(1000) + "int8" + ")".repeat(1000);
        assertThatThrownBy(() -> Types.parse(deep))
                .isInstanceOf(SqlException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void addressesAreShortened() {
        assertThat(Parsing.parse("2001:0db8:0:0:1:0:0:1", DataType.of(TypeKind.IPV6)))
                .isEqualTo("2001:db8::1:0:0:1");
        assertThat(Parsing.parse("0:0:0:0:0:0:0:0", DataType.of(TypeKind.IPV6))).isEqualTo("::");
    }
}
