package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.integer;
import static io.millrace.ksql.function.Library.text;

import io.millrace.ksql.expr.RowException;
import org.jspecify.annotations.Nullable;

/**
 * Functions that make texts unreadable: capital letters become X, small ones x, digits n, all else a dash, unless other
 * characters are given; NULL leaves a kind as it is.
 */
final class MaskFunctions {

    private record Masks(
            @Nullable Character upper,
            @Nullable Character lower,
            @Nullable Character digit,
            @Nullable Character other) {

        static final Masks DEFAULT = new Masks('X', 'x', 'n', '-');

        char of(char c) {
            Character mask = Character.isUpperCase(c)
                    ? upper
                    : Character.isLowerCase(c) ? lower : Character.isDigit(c) ? digit : other;
            return mask == null ? c : mask;
        }
    }

    private interface Range {
        boolean masked(int index, int length, int count);
    }

    private MaskFunctions() {}

    static void declare(Library library) {
        library.addNullable("MASK(STRING) STRING", a -> masked(a, Masks.DEFAULT, 0, (_, _, _) -> true))
                .addNullable(
                        "MASK(STRING, STRING, STRING, STRING, STRING) STRING",
                        a -> masked(a, masks(a, 1), 0, (_, _, _) -> true));
        part(library, "MASK_LEFT", (i, _, count) -> i < count);
        part(library, "MASK_RIGHT", (i, length, count) -> i >= length - count);
        part(library, "MASK_KEEP_LEFT", (i, _, count) -> i >= count);
        part(library, "MASK_KEEP_RIGHT", (i, length, count) -> i < length - count);
    }

    private static void part(Library library, String name, Range range) {
        library.addNullable(name + "(STRING, INTEGER) STRING", a -> masked(a, Masks.DEFAULT, count(a), range))
                .addNullable(
                        name + "(STRING, INTEGER, STRING, STRING, STRING, STRING) STRING",
                        a -> masked(a, masks(a, 2), count(a), range));
    }

    private static int count(@Nullable Object[] arguments) {
        if (arguments[1] == null || integer(arguments[1]) < 0) {
            throw new RowException("the number of characters to mask must not be negative");
        }
        return integer(arguments[1]);
    }

    private static Masks masks(@Nullable Object[] arguments, int from) {
        return new Masks(
                mask(arguments[from]), mask(arguments[from + 1]), mask(arguments[from + 2]), mask(arguments[from + 3]));
    }

    private static @Nullable Character mask(@Nullable Object text) {
        return text == null || text(text).isEmpty() ? null : text(text).charAt(0);
    }

    private static @Nullable String masked(@Nullable Object[] arguments, Masks masks, int count, Range range) {
        if (arguments[0] == null) {
            return null;
        }
        String text = text(arguments[0]);
        StringBuilder result = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (range.masked(i, text.length(), count)) {
                result.setCharAt(i, masks.of(text.charAt(i)));
            }
        }
        return result.toString();
    }
}
