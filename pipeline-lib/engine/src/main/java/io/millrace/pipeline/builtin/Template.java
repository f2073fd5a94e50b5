package io.millrace.pipeline.builtin;

import io.millrace.core.failure.PoisonException;
import io.millrace.pipeline.ModuleContext;
import io.millrace.pipeline.graph.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places for values of a package: {@code order {id} of {customer.name}}.
 *
 * @param parts in order
 */
record Template(List<Part> parts) {

    private static final Pattern PART = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}|[{}]|[^{}]+");

    /** A piece of it. */
    sealed interface Part {
        record Text(String text) implements Part {}

        record Value(String key) implements Part {}
    }

    /** Reads the setting of that key, which must be there. */
    static Template read(Settings settings, String setting) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(settings.requiredText(setting));
        while (matcher.find()) {
            String piece = matcher.group();
            String key = matcher.group(1);
            if (key != null && !key.isEmpty()) {
                parts.add(new Part.Value(key));
            } else if (piece.equals("{{") || piece.equals("}}")) {
                parts.add(new Part.Text(piece.substring(1)));
            } else if (key != null || piece.equals("{") || piece.equals("}")) {
                settings.problem(
                        setting,
                        "has a lone '" + piece + "' after " + matcher.start()
                                + " characters; a place is {key}, a brace is {{ or }}");
            } else {
                parts.add(new Part.Text(piece));
            }
        }
        return new Template(List.copyOf(parts));
    }

    /** The text for a package. */
    String text(ModuleContext<Object> context) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(
                    switch (part) {
                        case Part.Text(String words) -> words;
                        case Part.Value(String key) -> value(context, key);
                    });
        }
        return text.toString();
    }

    private static String value(ModuleContext<Object> context, String key) {
        Object value = Fields.get(context, key);
        if (value instanceof Map<?, ?> || value instanceof List<?> || value instanceof byte[]) {
            throw new PoisonException(
                    "expected a text, number or truth value at key '" + key + "', found " + Fields.words(value));
        }
        return value.toString();
    }
}
