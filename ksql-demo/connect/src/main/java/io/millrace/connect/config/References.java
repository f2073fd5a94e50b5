package io.millrace.connect.config;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${env:NAME}} by what the environment has, the form of Kafka's {@code EnvVarConfigProvider}. Values
 * are kept and told with the reference in them, and so their secrets are neither stored nor answered.
 *
 * @param environment gives the value of a name, null when there is none
 * @param allowed names that a request may refer to; files may refer to all
 */
public record References(Function<String, @Nullable String> environment, Pattern allowed) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]*):([^}]*)}");

    // in full: the short form would lose the annotation of the function's result
    public References(Function<String, @Nullable String> environment, Pattern allowed) {
        this.environment = requireNonNull(environment, "environment is null");
        this.allowed = requireNonNull(allowed, "allowed is null");
    }

    /** A value, or why there is none. */
    record Resolved(String value, @Nullable String problem) {}

    /** Whether something in the value is replaced. */
    public static boolean in(String value) {
        return REFERENCE.matcher(value).find();
    }

    Resolved resolve(String value, boolean trusted) {
        Matcher reference = REFERENCE.matcher(value);
        StringBuilder text = new StringBuilder();
        while (reference.find()) {
            String provider = reference.group(1);
            String name = reference.group(2);
            if (!provider.equals("env")) {
                return new Resolved("", "refers to ${" + provider + ":...}, and only ${env:NAME} is known");
            }
            if (!trusted && !allowed.matcher(name).matches()) {
                return new Resolved(
                        "", "refers to " + name + ", and requests may refer to names like " + allowed + " only");
            }
            String found = environment.apply(name);
            if (found == null) {
                return new Resolved("", "refers to the environment variable " + name + ", which is not set");
            }
            reference.appendReplacement(text, Matcher.quoteReplacement(found));
        }
        reference.appendTail(text);
        return new Resolved(text.toString(), null);
    }
}
