package io.millrace.pipeline.app;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads parameters of requests; what is wrong is told with what would be right. */
final class Asked {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Asked() {}

    /** A duration such as {@code 500ms} or {@code 5s}. */
    static Duration duration(String name, @Nullable String value, Duration otherwise, Duration max) {
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(value.strip());
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
            if (duration.compareTo(max) <= 0) {
                return duration;
            }
        }
        throw bad(name, value, "a duration from 0s to " + max.toSeconds() + "s such as 500ms or 5s");
    }

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

    /** A whole number. */
    static int integer(String name, @Nullable String value, int otherwise) {
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException _) {
            throw bad(name, value, "a whole number");
        }
    }

    /** The version that an If-Match header names, {@code "1f0c2a77-3"}; null for {@code *} and for none. */
    static @Nullable String version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        String tag = ifMatch.strip();
        return tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : tag;
    }

    private static InvalidRequestException bad(String name, String value, String right) {
        return new InvalidRequestException(
                Reason.MALFORMED, "parameter " + name + " is '" + value + "', must be " + right);
    }
}
