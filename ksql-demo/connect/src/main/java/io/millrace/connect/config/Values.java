package io.millrace.connect.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The values of settings, with defaults and with references replaced. Those of a configuration without problems have
 * the type of their setting.
 */
public final class Values {

    private static final Pattern COMMA = Pattern.compile(",");

    private final Map<String, String> all;

    Values(Map<String, String> all) {
        this.all = Map.copyOf(all);
    }

    static List<String> entries(String text) {
        return COMMA.splitAsStream(text)
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** A value that has a default or was asked for. */
    public String text(String name) {
        return requireNonNull(all.get(name), () -> "setting " + name + " has no value");
    }

    /** The same for settings without default; another where it is not set. */
    public String text(String name, String otherwise) {
        return all.getOrDefault(name, otherwise);
    }

    /** The entries of a list, without blank ones. */
    public List<String> list(String name) {
        return entries(text(name));
    }

    public int number(String name) {
        return Integer.parseInt(text(name).strip());
    }

    public boolean is(String name) {
        return Boolean.parseBoolean(text(name));
    }

    /** Those that begin so, without that beginning. */
    public Map<String, String> under(String prefix) {
        Map<String, String> found = new TreeMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
