package io.millrace.sql.testkit;

import java.util.LinkedHashMap;
import java.util.Map;

/** An expression for each type that a column can have, with the JSON that its value must become. */
public final class TypeSamples {

    private TypeSamples() {}

    /** JSON by expression. */
    public static Map<String, String> all() {
        Map<String, String> samples = new LinkedHashMap<>();
        numbers(samples);
        texts(samples);
        times(samples);
        collections(samples);
        return samples;
    }

    private static void numbers(Map<String, String> samples) {
        samples.put("true", "true");
        samples.put("to_int8(-128)", "-128");
        samples.put("to_int16(-32768)", "-32768");
        samples.put("to_int32(-2147483648)", "-2147483648");
        samples.put("to_int64('-9223372036854775808')", "-9223372036854775808");
        samples.put(
                "cast('-170141183460469231731687303715884105728', 'int128')",
                "-170141183460469231731687303715884105728");
        samples.put("cast('-1', 'int256')", "-1");
        samples.put("to_uint8(255)", "255");
        samples.put("to_uint16(65535)", "65535");
        samples.put("to_uint32(4294967295)", "4294967295");
        samples.put("to_uint64('18446744073709551615')", "18446744073709551615");
        samples.put(
                "cast('340282366920938463463374607431768211455', 'uint128')",
                "340282366920938463463374607431768211455");
        samples.put("cast('1', 'uint256')", "1");
        samples.put("to_float32(16.9)", "16.899999618530273");
        samples.put("to_float64(0.1)", "0.1");
        samples.put("cast('12.50', 'decimal(9, 2)')", "12.50");
        samples.put("cast('-0.0005', 'decimal(18, 4)')", "-0.0005");
        samples.put(
                "cast('-123456789012345678901234567890.12', 'decimal(38, 2)')", "-123456789012345678901234567890.12");
        samples.put("cast('1.5', 'decimal(76, 10)')", "1.5000000000");
    }

    private static void texts(Map<String, String> samples) {
        samples.put("'Mot\u00f6rhead \"x\" \u20ac'", "\"Mot\\u00f6rhead \\\"x\\\" \\u20ac\"");
        samples.put("''", "\"\"");
        samples.put("cast('ab', 'fixed_string(2)')", "\"ab\"");
        samples.put("cast('b', 'enum8(\\'a\\' = -1, \\'b\\' = 2)')", "\"b\"");
        samples.put("cast('b', 'enum16(\\'a\\' = 1, \\'b\\' = 300)')", "\"b\"");
        samples.put("cast('x', 'low_cardinality(string)')", "\"x\"");
        samples.put("cast('01234567-89ab-cdef-0123-456789abcdef', 'uuid')", "\"01234567-89ab-cdef-0123-456789abcdef\"");
        samples.put("cast('127.0.0.1', 'ipv4')", "\"127.0.0.1\"");
        samples.put("cast('2001:db8::1', 'ipv6')", "\"2001:db8::1\"");
        samples.put("cast('::ffff:10.1.2.3', 'ipv6')", "\"::ffff:10.1.2.3\"");
        samples.put("cast(null, 'nullable(string)')", "null");
        samples.put("cast('x', 'nullable(string)')", "\"x\"");
    }

    private static void times(Map<String, String> samples) {
        samples.put("cast('2024-01-23', 'date')", "\"2024-01-23\"");
        samples.put("cast('1925-01-02', 'date32')", "\"1925-01-02\"");
        samples.put("cast('2024-01-23 02:52:08', 'datetime(\\'UTC\\')')", "\"2024-01-23 02:52:08+00:00\"");
        samples.put("cast('2024-01-23 02:52:08', 'datetime(\\'Europe/Helsinki\\')')", "\"2024-01-23 02:52:08+02:00\"");
        samples.put(
                "cast('2024-01-23 02:50:37.798', 'datetime64(3, \\'UTC\\')')", "\"2024-01-23 02:50:37.798000+00:00\"");
        samples.put(
                "cast('1969-12-31 23:59:59.999', 'datetime64(3, \\'UTC\\')')", "\"1969-12-31 23:59:59.999000+00:00\"");
        samples.put("cast('2024-01-23', 'nullable(date)')", "\"2024-01-23\"");
    }

    private static void collections(Map<String, String> samples) {
        samples.put("[1, 2, 3]", "[1, 2, 3]");
        samples.put("cast('[]', 'array(string)')", "[]");
        samples.put("[['a'], ['b', 'c']]", "[[\"a\"], [\"b\", \"c\"]]");
        samples.put("[cast('2024-01-23', 'date')]", "[\"2024-01-23\"]");
        samples.put("cast([1, null], 'array(nullable(int8))')", "[1, null]");
        samples.put("map_cast(['z', 'a'], [1, 2])", "{\"z\": 1, \"a\": 2}");
        samples.put("(1, 'x')", "[1, \"x\"]");
        samples.put("tuple(1, [2, 3], 'y')", "[1, [2, 3], \"y\"]");
    }
}
