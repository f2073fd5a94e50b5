package io.millrace.connect.config;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A connector as its user wrote it.
 *
 * @param name unique in a runtime
 * @param settings by name, as written: references such as {@code ${env:REDIS_PASSWORD}} are not replaced
 * @param origin where it was read, {@code connectors/redis-sink.json}; null when it came by REST
 */
public record ConnectorConfig(
        String name, Map<String, String> settings, @Nullable String origin) {

    public static final String CLASS = "connector.class";
    public static final String NAME = "name";

    private static final int LONGEST_NAME = 200;

    public ConnectorConfig {
        requireNonNull(name, "name is null");
        Map<String, String> sorted = new TreeMap<>(settings);
        sorted.put(NAME, name);
        settings = Collections.unmodifiableMap(sorted);
    }

    /** Why a name cannot be used; null when it can. */
    public static @Nullable String nameProblem(String name) {
        if (name.isBlank() || !name.equals(name.strip())) {
            return "must not be blank, nor begin or end with a space";
        }
        if (name.length() > LONGEST_NAME) {
            return "must have at most " + LONGEST_NAME + " characters";
        }
        return name.chars().anyMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\')
                ? "must not hold control characters, / and \\"
                : null;
    }

    /** The names of settings alone: values may be secrets. */
    @Override
    public String toString() {
        return "ConnectorConfig[name=" + name + ", settings=" + settings.keySet() + ", origin=" + origin + "]";
    }
}
