package io.millrace.ksql.function;

import static io.millrace.ksql.function.Library.integer;
import static io.millrace.ksql.function.Library.text;

import io.millrace.ksql.expr.RowContext;
import io.millrace.ksql.expr.RowException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Functions of regular expressions, in Java's syntax. */
final class PatternFunctions {

    private PatternFunctions() {}

    static void declare(Library library) {
        library.addWithContext("REGEXP_EXTRACT(STRING, STRING) STRING", (a, row) -> extract(a, 0, row))
                .addWithContext(
                        "REGEXP_EXTRACT(STRING, STRING, INTEGER) STRING", (a, row) -> extract(a, integer(a[2]), row))
                .addWithContext("REGEXP_EXTRACT_ALL(STRING, STRING) ARRAY<STRING>", (a, row) -> all(a, 0, row))
                .addWithContext(
                        "REGEXP_EXTRACT_ALL(STRING, STRING, INTEGER) ARRAY<STRING>",
                        (a, row) -> all(a, integer(a[2]), row))
                .addWithContext(
                        "REGEXP_REPLACE(STRING, STRING, STRING) STRING",
                        (a, row) -> pattern(a[1], row).matcher(text(a[0])).replaceAll(text(a[2])))
                .addWithContext("REGEXP_SPLIT_TO_ARRAY(STRING, STRING) ARRAY<STRING>", PatternFunctions::split);
    }

    private static Pattern pattern(@Nullable Object text, RowContext row) {
        try {
            return row.patterns().get(text(text));
        } catch (PatternSyntaxException e) {
            throw new RowException("'" + text + "' is no regular expression: " + e.getDescription());
        }
    }

    private static @Nullable Object extract(@Nullable Object[] arguments, int group, RowContext row) {
        Matcher matcher = pattern(arguments[0], row).matcher(text(arguments[1]));
        return group >= 0 && group <= matcher.groupCount() && matcher.find() ? matcher.group(group) : null;
    }

    private static @Nullable Object all(@Nullable Object[] arguments, int group, RowContext row) {
        Matcher matcher = pattern(arguments[0], row).matcher(text(arguments[1]));
        if (group < 0 || group > matcher.groupCount()) {
            return null;
        }
        List<@Nullable Object> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }

    private static @Nullable Object split(@Nullable Object[] arguments, RowContext row) {
        return List.of(pattern(arguments[1], row).split(text(arguments[0]), -1));
    }
}
