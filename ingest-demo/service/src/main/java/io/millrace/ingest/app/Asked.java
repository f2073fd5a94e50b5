package io.millrace.ingest.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads parameters of requests; what is wrong is told with what would be right. */
final class Asked {

    private static final int MAX_IDS = 1_000;

    private Asked() {}

    /** {@code true} or {@code false}; false when it is absent, true when it has no value. */
    static boolean flag(String name, UriInfo request) {
        // a parameter method would be told null in both cases
        List<String> values = request.getQueryParameters().get(name);
        String value = values == null ? null : values.isEmpty() ? "" : String.valueOf(values.getFirst());
        return switch (value) {
            case null -> false;
            case "false" -> false;
            case "", "true" -> true;
            default -> throw bad(name, value, "true or false");
        };
    }

    /** A whole number within bounds. */
    static int integer(String name, @Nullable String value, int otherwise, int min, int max) {
        return (int) number(name, value, otherwise, min, max);
    }

    /** A whole number within bounds. */
    static long number(String name, @Nullable String value, long otherwise, long min, long max) {
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below, like a number out of range
        }
        throw bad(name, value, "a whole number from " + min + (max == Long.MAX_VALUE ? "" : " to " + max));
    }

    /** Whole numbers with commas between; null when there is no such parameter. */
    static @Nullable List<Long> numbers(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        List<Long> numbers = new ArrayList<>();
        for (String one : value.split(",", -1)) {
            numbers.add(number(name, one.isBlank() ? "," : one, 0, 0, Long.MAX_VALUE));
        }
        if (numbers.size() > MAX_IDS) {
            throw bad(name, numbers.size() + " numbers", "at most " + MAX_IDS);
        }
        return numbers;
    }

    /** The text of a parameter; null when it is absent or blank. */
    static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The version that an If-Match header names, {@code "1f0c2a77"}; null for {@code *} and for none. */
    static @Nullable String version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        String tag = ifMatch.strip();
        return tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : tag;
    }

    static InvalidRequestException bad(String name, String value, String right) {
        return new InvalidRequestException(
                Reason.MALFORMED, "parameter " + name + " is '" + value + "', must be " + right);
    }
}
