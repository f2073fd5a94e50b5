package io.millrace.ksql.ast;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What stands in WITH (...), by name in upper case, in the order written. */
public record Properties(Map<String, Expression.Literal> values) {

    public static final Properties NONE = new Properties(Map.of());

    public Properties {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
