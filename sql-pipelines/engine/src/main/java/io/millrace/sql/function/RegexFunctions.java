package io.millrace.sql.function;

import io.millrace.sql.batch.BytesVector;
import io.millrace.sql.batch.LongVector;
import io.millrace.sql.batch.Vector;
import io.millrace.sql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** LIKE and regular expressions. Patterns are constants; a match that takes too many steps ends the query. */
final class RegexFunctions {

    private static final int MAX_PATTERN = 1000;

    private RegexFunctions() {}

    static void register(Registry registry) {
        registry.add(like("like", "% is any text, _ any character.", false, false));
        registry.add(like("not_like", "The opposite of like.", false, true));
        registry.add(like("ilike", "like without regard to case.", true, false));
        registry.add(like("not_ilike", "The opposite of ilike.", true, true));
        registry.add(new Scalar(
                        "match",
                        "(s, 'regex')",
                        "True when the expression matches somewhere.",
                        arguments -> {
                            compile(arguments);
                            StringFunctions.requireText(arguments, 0);
                            return DataType.BOOL;
                        },
                        (arguments, type, _) -> {
                            Pattern pattern = compile(arguments);
                            return Kernels.rows(
                                    type, row -> matcher(pattern, row[0]).find() ? 1L : 0L);
                        })
                .arity(2, 2)
                .failing());
        registry.add(new Scalar(
                        "extract",
                        "(s, 'regex')",
                        "The first match: its first group when it has one.",
                        arguments -> textResult(arguments, DataType.STRING),
                        (arguments, type, _) -> {
                            Pattern pattern = compile(arguments);
                            return Kernels.rows(type, row -> first(matcher(pattern, row[0])));
                        })
                .arity(2, 2)
                .failing());
        registry.add(new Scalar(
                        "extract_all",
                        "(s, 'regex')",
                        "All matches.",
                        arguments -> textResult(arguments, DataType.array(DataType.STRING)),
                        (arguments, type, _) -> {
                            Pattern pattern = compile(arguments);
                            return Kernels.rows(type, row -> all(matcher(pattern, row[0])));
                        })
                .arity(2, 2)
                .failing());
        registry.add(replacement("replace_regex", "All matches replaced; \\1 is the first group.", true));
        registry.add(replacement("replace_regex_one", "The first match replaced.", false));
        registry.alias("replace_regexp_all", "replace_regex");
        registry.alias("replace_regexp_one", "replace_regex_one");
    }

    private static DataType textResult(Arguments arguments, DataType type) {
        StringFunctions.requireText(arguments, 0);
        compile(arguments);
        return type;
    }

    private static Pattern compile(Arguments arguments) {
        String expression = arguments.text(1);
        if (expression.length() > MAX_PATTERN) {
            throw arguments.bad("expression is longer than " + MAX_PATTERN + " characters");
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw arguments.bad("'" + expression + "' is no regular expression: " + e.getDescription());
        }
    }

    private static Matcher matcher(Pattern pattern, @org.jspecify.annotations.Nullable Object text) {
        return pattern.matcher(new BoundedText(StringFunctions.text(text)));
    }

    private static String first(Matcher matcher) {
        if (!matcher.find()) {
            return "";
        }
        String group = matcher.group(Math.min(1, matcher.groupCount()));
        return group == null ? "" : group;
    }

    private static List<String> all(Matcher matcher) {
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            String group = matcher.group(Math.min(1, matcher.groupCount()));
            found.add(group == null ? "" : group);
        }
        return found;
    }

    private static Scalar replacement(String name, String summary, boolean all) {
        return new Scalar(
                        name,
                        "(s, 'regex', replacement)",
                        summary,
                        arguments -> {
                            StringFunctions.requireText(arguments, 2);
                            return textResult(arguments, DataType.STRING);
                        },
                        (arguments, type, _) -> {
                            Pattern pattern = compile(arguments);
                            return Kernels.rows(type, row -> {
                                String with = template(StringFunctions.text(row[2]));
                                Matcher matcher = matcher(pattern, row[0]);
                                try {
                                    return all ? matcher.replaceAll(with) : matcher.replaceFirst(with);
                                } catch (IndexOutOfBoundsException _) {
                                    throw arguments.bad("the expression has no such group: '" + row[2] + "'");
                                }
                            });
                        })
                .arity(3, 3)
                .failing();
    }

    /** {@code \1} as Java writes it, all else literal. */
    private static String template(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean group = c == '\\' && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
            if (group) {
                result.append('$').append(text.charAt(++i));
            } else if (c == '\\' || c == '$') {
                result.append('\\').append(c);
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    private static Scalar like(String name, String summary, boolean ignoreCase, boolean negated) {
        return new Scalar(
                        name,
                        "(s, 'pattern')",
                        summary,
                        arguments -> {
                            StringFunctions.requireText(arguments, 0);
                            StringFunctions.requireText(arguments, 1);
                            return DataType.BOOL;
                        },
                        (arguments, _, _) -> arguments.isLiteral(1)
                                ? constantLike(arguments.text(1), ignoreCase, negated)
                                : Kernels.rows(
                                        DataType.BOOL,
                                        row -> new LikePattern(StringFunctions.text(row[1]), ignoreCase)
                                                                .matches(StringFunctions.text(row[0]))
                                                        != negated
                                                ? 1L
                                                : 0L))
                .arity(2, 2);
    }

    private static Kernel constantLike(String text, boolean ignoreCase, boolean negated) {
        LikePattern pattern = new LikePattern(text, ignoreCase);
        return (Vector[] vectors, int size) -> {
            BytesVector texts = (BytesVector) vectors[0];
            long[] results = new long[size];
            for (int i = 0; i < size; i++) {
                results[i] = pattern.matches(texts.text(i)) != negated ? 1 : 0;
            }
            return new LongVector(results);
        };
    }
}
