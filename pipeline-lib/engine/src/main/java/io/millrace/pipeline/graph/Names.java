package io.millrace.pipeline.graph;

import io.millrace.pipeline.data.Identifiers;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names and identifiers of modules in documents. */
final class Names {

    private Names() {}

    /** {@code upper-case} as {@code UpperCase}. */
    static String camelCase(String type) {
        return Arrays.stream(type.split("-", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }

    /** A fresh identifier of a module of that name. */
    static String id(String name) {
        return Identifiers.next(name.startsWith("M-") ? name + "-" : "M-" + name + "-");
    }

    /** A shape in words. */
    static String words(Shape shape) {
        return switch (shape) {
            case ANY -> "anything";
            case SAME -> "what it is given";
            case MAP -> "a map";
            case LIST -> "a list";
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case BYTES -> "bytes";
        };
    }
}
