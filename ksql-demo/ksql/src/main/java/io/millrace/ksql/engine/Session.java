package io.millrace.ksql.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** What SET and DEFINE have given so far. Not thread-safe. */
public final class Session {

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();

    public Session() {}

    /** Beginning with these. */
    public Session(Map<String, String> properties, Map<String, String> variables) {
        this.properties.putAll(properties);
        this.variables.putAll(variables);
    }

    public Map<String, String> properties() {
        return properties;
    }

    public Map<String, String> variables() {
        return variables;
    }
}
