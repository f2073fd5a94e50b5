package io.millrace.connect.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a connector takes.
 *
 * @param settings in the order in which they are told
 * @param open beginnings of names that are taken whatever follows, such as {@code producer.override.}
 * @param ignored beginnings of names that are taken and have no effect, such as {@code confluent.}
 * @param refused beginnings of names that would change what comes out and are not offered, with what to do instead
 */
public record Definition(List<Setting> settings, List<String> open, List<String> ignored, Map<String, String> refused) {

    public Definition {
        settings = List.copyOf(settings);
        open = List.copyOf(open);
        ignored = List.copyOf(ignored);
        refused = Map.copyOf(refused);
    }

    /**
     * A configuration that was read.
     *
     * @param values complete when there are no problems
     * @param words what the user should know and need not change
     */
    public record Reading(Values values, List<ConfigProblem> problems, List<String> words) {
        public Reading {
            problems = List.copyOf(problems);
            words = List.copyOf(words);
        }
    }

    /** Reads what was written, and finds everything that is wrong with single settings. */
    public Reading read(ConnectorConfig config, References references) {
        Map<String, String> values = new TreeMap<>();
        List<ConfigProblem> problems = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Map<String, Setting> known = byName();
        config.settings().forEach((name, written) -> {
            References.Resolved resolved = references.resolve(written, config.origin() != null);
            if (resolved.problem() != null) {
                problems.add(new ConfigProblem(name, name + " " + resolved.problem()));
            } else {
                values.put(name, resolved.value());
            }
            if (!known.containsKey(name)) {
                foreign(name, known, problems, words);
            }
        });
        for (Setting setting : settings) {
            check(setting, config.settings().get(setting.name()), values, problems);
        }
        return new Reading(new Values(values), problems, words);
    }

    private static void check(
            Setting setting, @Nullable String written, Map<String, String> values, List<ConfigProblem> problems) {
        String value = values.get(setting.name());
        if (written == null) {
            String fallback = setting.fallback();
            if (fallback == null) {
                problems.add(new ConfigProblem(
                        setting.name(),
                        "Missing required configuration \"" + setting.name() + "\" which has no default value: "
                                + setting.documentation()));
            } else {
                values.put(setting.name(), fallback);
            }
        } else if (value != null) {
            String problem = setting.problem(value);
            if (problem != null) {
                problems.add(new ConfigProblem(
                        setting.name(), setting.name() + " must be " + problem + was(setting, written)));
            }
        }
    }

    /** The value as it was written, with references in place of what they stand for. */
    private static String was(Setting setting, String written) {
        return setting.secret() && !References.in(written) ? "" : ", was '" + written + "'";
    }

    private void foreign(String name, Map<String, Setting> known, List<ConfigProblem> problems, List<String> words) {
        for (Map.Entry<String, String> one : refused.entrySet()) {
            if (name.startsWith(one.getKey())) {
                problems.add(new ConfigProblem(name, name + " is not offered: " + one.getValue()));
                return;
            }
        }
        if (open.stream().anyMatch(name::startsWith)) {
            return;
        }
        if (ignored.stream().anyMatch(name::startsWith)) {
            words.add(name + " is accepted and has no effect here");
            return;
        }
        String near = near(name, known);
        words.add(name + " is not a setting of this connector and has no effect"
                + (near == null ? "" : "; did you mean " + near + "?"));
    }

    private static @Nullable String near(String name, Map<String, Setting> known) {
        return known.keySet().stream()
                .filter(other -> distance(name.toLowerCase(Locale.ROOT), other) <= 2)
                .findFirst()
                .orElse(null);
    }

    /** Levenshtein's. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    private Map<String, Setting> byName() {
        Map<String, Setting> known = new LinkedHashMap<>();
        settings.forEach(setting -> known.put(setting.name(), setting));
        return known;
    }
}
