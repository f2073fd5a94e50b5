package io.millrace.sql.function;

import io.millrace.sql.SqlException;
import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.batch.VectorBuilder;
import io.millrace.sql.type.DataType;
import io.millrace.sql.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Functions of texts. Positions count from 1. Lengths and positions are in bytes where the name says no more. */
final class StringFunctions {

    private static final int MAX_RESULT = 1 << 24;

    private StringFunctions() {}

    static void register(Registry registry) {
        registry.add(new Scalar(
                        "concat",
                        "(a, b, ...)",
                        "The texts one after the other: a || b.",
                        _ -> DataType.STRING,
                        (arguments, _, _) -> Concat.kernel(arguments))
                .arity(1, Integer.MAX_VALUE));
        registry.add(new Scalar(
                        "length",
                        "(x)",
                        "Bytes of a text, items of an array or map.",
                        StringFunctions::lengthType,
                        (arguments, _, _) -> lengthKernel(arguments))
                .arity(1, 1));
        registry.alias("octet_length", "length");
        registry.add(measure("char_length", "Characters of a text.", Utf8::characters));
        registry.alias("length_utf8", "char_length");
        registry.add(
                parts("ltrim", "Without spaces at the start.", (data, from, to) -> trim(data, from, to, true, false)));
        registry.add(
                parts("rtrim", "Without spaces at the end.", (data, from, to) -> trim(data, from, to, false, true)));
        registry.add(
                parts("trim", "Without spaces at both ends.", (data, from, to) -> trim(data, from, to, true, true)));
        registry.alias("trim_left", "ltrim");
        registry.alias("trim_right", "rtrim");
        registry.alias("trim_both", "trim");
        mapped(registry, "lower", "In lower case.", text -> text.toLowerCase(Locale.ROOT));
        mapped(registry, "upper", "In upper case.", text -> text.toUpperCase(Locale.ROOT));
        mapped(
                registry,
                "reverse",
                "Characters in reverse order.",
                text -> new StringBuilder(text).reverse().toString());
        registry.add(new Scalar(
                        "hex",
                        "(s)",
                        "Bytes as upper-case hexadecimal digits.",
                        arguments -> textThen(arguments, 1, false),
                        (_, _, _) -> StringFunctions::hex)
                .arity(1, 1));
        mapped(
                registry,
                "base64_encode",
                "Bytes in base 64.",
                text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        registry.add(decoder(
                "base64_decode",
                "The text that was encoded in base 64.",
                text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)));
        registry.add(decoder(
                "unhex",
                "The text of hexadecimal digits.",
                text -> new String(HexFormat.of().parseHex(text), StandardCharsets.UTF_8)));
        registry.add(new Scalar(
                        "substring",
                        "(s, offset[, length])",
                        "Bytes from an offset; negative counts from the end.",
                        arguments -> textThen(arguments, 1, true),
                        (_, _, _) -> StringFunctions::substring)
                .arity(2, 3));
        registry.alias("substr", "substring");
        registry.alias("mid", "substring");
        registry.add(rowText("left", "(s, n)", "The first n characters.", 2, row -> {
            String text = (String) row[0];
            return text.substring(0, clip(text, number(row[1])));
        }));
        registry.add(rowText("right", "(s, n)", "The last n characters.", 2, row -> {
            String text = (String) row[0];
            return text.substring(text.length() - clip(text, number(row[1])));
        }));
        registry.add(rowText("repeat", "(s, n)", "The text n times.", 2, row -> {
                    String text = (String) row[0];
                    long count = Math.max(0, number(row[1]));
                    if (text.length() * (double) count > MAX_RESULT) {
                        throw SqlException.of(
                                SqlException.Code.BAD_ARGUMENTS,
                                "repeat: result is longer than " + MAX_RESULT + " characters");
                    }
                    return text.repeat((int) (text.isEmpty() ? 0 : count));
                })
                .failing());
        registry.add(allText(
                "replace",
                "(s, from, to)",
                "All occurrences replaced.",
                3,
                row -> row[1].isEmpty() ? row[0] : row[0].replace(row[1], row[2])));
        registry.alias("replace_all", "replace");
        registry.add(allText("replace_one", "(s, from, to)", "The first occurrence replaced.", 3, row -> {
            int at = row[1].isEmpty() ? -1 : row[0].indexOf(row[1]);
            return at < 0 ? row[0] : row[0].substring(0, at) + row[2] + row[0].substring(at + row[1].length());
        }));
        registry.add(search(
                "position",
                "(s, part)",
                "Position of the part in bytes, 0 when it is not there.",
                (text, part) -> byteIndexOf(text, part) + 1L,
                DataType.UINT64));
        registry.alias("locate", "position");
        registry.add(search(
                "starts_with",
                "(s, prefix)",
                "True when the text starts so.",
                (text, part) -> text.startsWith(part) ? 1 : 0,
                DataType.BOOL));
        registry.add(search(
                "ends_with",
                "(s, suffix)",
                "True when the text ends so.",
                (text, part) -> text.endsWith(part) ? 1 : 0,
                DataType.BOOL));
        registry.add(search(
                "count_substrings",
                "(s, part)",
                "How often the part occurs, without overlaps.",
                (text, part) -> part.isEmpty()
                        ? 0
                        : (text.length() - text.replace(part, "").length()) / part.length(),
                DataType.UINT64));
        registry.add(split("split_by_char", "(separator, s)", "The parts between a character."));
        registry.add(split("split_by_string", "(separator, s)", "The parts between a text."));
        registry.add(new Scalar(
                        "array_string_concat",
                        "(array[, separator])",
                        "The items as one text.",
                        arguments -> {
                            if (arguments.kind(0) != TypeKind.ARRAY) {
                                throw arguments.illegal(0, "an array");
                            }
                            return DataType.STRING;
                        },
                        (arguments, type, _) -> Kernels.rows(
                                type, row -> joined(row, arguments.type(0).last())))
                .arity(1, 2));
        registry.add(new Scalar(
                        "format",
                        "(pattern, x, ...)",
                        "The pattern with {} or {0} replaced by the values.",
                        arguments -> {
                            arguments.text(0);
                            return DataType.STRING;
                        },
                        (arguments, type, _) -> Kernels.rows(type, row -> formatted(row, arguments)))
                .arity(1, Integer.MAX_VALUE));
        registry.add(new Scalar(
                        "empty",
                        "(x)",
                        "True for an empty text, array or map.",
                        arguments -> {
                            lengthType(arguments);
                            return DataType.BOOL;
                        },
                        (arguments, _, _) -> emptiness(arguments, true))
                .arity(1, 1));
        registry.add(new Scalar(
                        "not_empty",
                        "(x)",
                        "False for an empty text, array or map.",
                        arguments -> {
                            lengthType(arguments);
                            return DataType.BOOL;
                        },
                        (arguments, _, _) -> emptiness(arguments, false))
                .arity(1, 1));
        RegexFunctions.register(registry);
    }

    private static DataType lengthType(Arguments arguments) {
        TypeKind kind = arguments.kind(0);
        if (!Concat.isText(kind) && kind != TypeKind.ARRAY && kind != TypeKind.MAP) {
            throw arguments.illegal(0, "a string, array or map");
        }
        return DataType.UINT64;
    }

    private static Kernel lengthKernel(Arguments arguments) {
        if (Concat.isText(arguments.kind(0))) {
            return Utf8.measure((_, from, to) -> to - from);
        }
        return Kernels.rows(DataType.UINT64, row -> switch (row[0]) {
            case List<?> list -> (long) list.size();
            case java.util.Map<?, ?> map -> (long) map.size();
            case null, default -> 0L;
        });
    }

    private static Kernel emptiness(Arguments arguments, boolean wanted) {
        Kernel length = lengthKernel(arguments);
        return (vectors, size) -> {
            long[] lengths = ((LongVector) length.apply(vectors, size)).values;
            long[] results = new long[size];
            for (int i = 0; i < size; i++) {
                results[i] = (lengths[i] == 0) == wanted ? 1 : 0;
            }
            return new LongVector(results);
        };
    }

    static void requireText(Arguments arguments, int index) {
        if (!Concat.isText(arguments.kind(index))) {
            throw arguments.illegal(index, "a string");
        }
    }

    private static DataType textThen(Arguments arguments, int from, boolean integers) {
        requireText(arguments, 0);
        for (int i = from; integers && i < arguments.count(); i++) {
            TypeKind kind = arguments.kind(i);
            if (!kind.isInteger() || kind.storage() != TypeKind.Storage.LONG) {
                throw arguments.illegal(i, "an integer");
            }
        }
        return DataType.STRING;
    }

    private static Scalar measure(String name, String summary, Utf8.Measure measure) {
        return new Scalar(
                        name,
                        "(s)",
                        summary,
                        arguments -> {
                            requireText(arguments, 0);
                            return DataType.UINT64;
                        },
                        (_, _, _) -> Utf8.measure(measure))
                .arity(1, 1);
    }

    private static Scalar parts(String name, String summary, Utf8.Part part) {
        return new Scalar(
                        name, "(s)", summary, arguments -> textThen(arguments, 1, false), (_, _, _) -> Utf8.parts(part))
                .arity(1, 1);
    }

    private static long trim(byte[] data, int from, int to, boolean start, boolean end) {
        int first = from;
        int last = to;
        while (start && first < last && data[first] == ' ') {
            first++;
        }
        while (end && last > first && data[last - 1] == ' ') {
            last--;
        }
        return Utf8.part(first, last - first);
    }

    private static void mapped(Registry registry, String name, String summary, UnaryOperator<String> function) {
        registry.add(allText(name, "(s)", summary, 1, row -> function.apply(row[0])));
    }

    private static Scalar decoder(String name, String summary, UnaryOperator<String> function) {
        return allText(name, "(s)", summary, 1, row -> {
                    try {
                        return function.apply(row[0]);
                    } catch (IllegalArgumentException _) {
                        throw SqlException.of(
                                SqlException.Code.CANNOT_PARSE, name + " cannot read '" + shown(row[0]) + "'");
                    }
                })
                .failing();
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "..." : text;
    }

    /** A function whose arguments are all texts. */
    interface TextFunction {
        String apply(String[] row);
    }

    private static Scalar allText(String name, String signature, String summary, int arity, TextFunction function) {
        Scalar.Typing typing = arguments -> {
            for (int i = 0; i < arity; i++) {
                requireText(arguments, i);
            }
            return DataType.STRING;
        };
        return new Scalar(
                        name,
                        signature,
                        summary,
                        typing,
                        (_, type, _) -> Kernels.rows(type, row -> {
                            String[] texts = new String[arity];
                            for (int i = 0; i < arity; i++) {
                                texts[i] = text(row[i]);
                            }
                            return function.apply(texts);
                        }))
                .arity(arity, arity);
    }

    /** A boxed text; rows with NULL do not count, so it may be anything there. */
    static String text(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? "" : (String) value;
    }

    static long number(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static Scalar rowText(
            String name, String signature, String summary, int arity, Kernels.RowFunction function) {
        return new Scalar(
                        name,
                        signature,
                        summary,
                        arguments -> textThen(arguments, 1, true),
                        (_, type, _) -> Kernels.rows(type, function))
                .arity(arity, arity);
    }

    private static int clip(String text, long count) {
        int length = text.length();
        int clipped = (int) Math.max(0, Math.min(length, count < 0 ? length + count : count));
        boolean splits = clipped > 0 && clipped < length && Character.isLowSurrogate(text.charAt(clipped));
        return splits ? clipped + 1 : clipped;
    }

    private static Vector substring(Vector[] vectors, int size) {
        BytesVector texts = (BytesVector) vectors[0];
        long[] offsets = ((LongVector) vectors[1]).values;
        long[] counts = vectors.length > 2 ? ((LongVector) vectors[2]).values : new long[0];
        int[] starts = new int[size];
        int[] lengths = new int[size];
        for (int i = 0; i < size; i++) {
            long length = texts.lengths[i];
            long from = offsets[i] > 0 ? offsets[i] - 1 : offsets[i] < 0 ? length + offsets[i] : length;
            long count =
                    counts.length == 0 ? length : counts[i] < 0 ? length - Math.max(0, from) + counts[i] : counts[i];
            long to = Math.min(length, count > length ? length : from + count);
            long clipped = Math.min(length, Math.max(0, from));
            starts[i] = texts.starts[i] + (int) clipped;
            lengths[i] = (int) Math.max(0, to - clipped);
        }
        return new BytesVector(texts.data, starts, lengths, null);
    }

    private static int byteIndexOf(String text, String part) {
        int at = text.indexOf(part);
        return at <= 0 ? at : text.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
    }

    /** Gives a number for a text and a part. */
    interface Search {
        long of(String text, String part);
    }

    private static Scalar search(String name, String signature, String summary, Search search, DataType type) {
        Scalar.Typing typing = arguments -> {
            requireText(arguments, 0);
            requireText(arguments, 1);
            return type;
        };
        return new Scalar(
                        name,
                        signature,
                        summary,
                        typing,
                        (_, _, _) -> Kernels.rows(type, row -> search.of(text(row[0]), text(row[1]))))
                .arity(2, 2);
    }

    private static Scalar split(String name, String signature, String summary) {
        DataType type = DataType.array(DataType.STRING);
        Scalar.Typing typing = arguments -> {
            requireText(arguments, 1);
            if (arguments.text(0).isEmpty()
                    || (name.endsWith("char") && arguments.text(0).length() > 1)) {
                throw arguments.bad("separator must be " + (name.endsWith("char") ? "one character" : "a text"));
            }
            return type;
        };
        return new Scalar(name, signature, summary, typing, (_, _, _) -> Kernels.rows(type, row -> splitted(row)))
                .arity(2, 2);
    }

    private static List<String> splitted(@org.jspecify.annotations.Nullable Object[] row) {
        String separator = text(row[0]);
        String text = text(row[1]);
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String joined(@org.jspecify.annotations.Nullable Object[] row, DataType element) {
        String separator = row.length > 1 ? text(row[1]) : "";
        List<String> texts = new ArrayList<>();
        for (Object item : row[0] instanceof List<?> items ? items : List.of()) {
            texts.add(io.millrace.sql.type.Texts.format(item, element));
        }
        return String.join(separator, texts);
    }

    private static String formatted(@org.jspecify.annotations.Nullable Object[] row, Arguments arguments) {
        String pattern = text(row[0]);
        StringBuilder result = new StringBuilder();
        int next = 1;
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int close = c == '{' ? pattern.indexOf('}', at) : -1;
            if (close < 0) {
                result.append(c);
                at++;
                continue;
            }
            String number = pattern.substring(at + 1, close);
            int index = number.isEmpty()
                    ? next++
                    : number.chars().allMatch(Character::isDigit) && number.length() < 4
                            ? Integer.parseInt(number) + 1
                            : row.length;
            if (index >= row.length) {
                throw arguments.bad("no value for {" + number + "}");
            }
            result.append(io.millrace.sql.type.Texts.format(row[index], arguments.type(index)));
            at = close + 1;
        }
        return result.toString();
    }

    private static Vector hex(Vector[] vectors, int size) {
        BytesVector texts = (BytesVector) vectors[0];
        VectorBuilder builder = new VectorBuilder(DataType.STRING, size);
        HexFormat format = HexFormat.of().withUpperCase();
        for (int i = 0; i < size; i++) {
            builder.add(format.formatHex(texts.data, texts.starts[i], texts.starts[i] + texts.lengths[i]));
        }
        return builder.build();
    }

    /** Bytes of a row, copied. */
    static byte[] bytes(BytesVector texts, int row) {
        return Arrays.copyOfRange(texts.data, texts.starts[row], texts.starts[row] + texts.lengths[row]);
    }
}
