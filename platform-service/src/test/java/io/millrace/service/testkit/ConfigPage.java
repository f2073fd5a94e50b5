package io.millrace.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of settings in {@code docs/config}, made from the source of a config mapping; {@code -Dupdate.docs} writes
 * it anew. The Javadoc of a setting is its meaning; an interface within the mapping is a group.
 */
public final class ConfigPage {

    private static final Pattern SETTING = Pattern.compile(
            "/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*(?:@WithDefault\\(\"([^\"]*)\"\\))?((?:\\s*@\\w+\\([^)]*\\))*)\\s*([\\w<>, ]+) (\\w+)\\(\\);");
    private static final Pattern GROUP = Pattern.compile("interface (\\w+) \\{");
    private static final Pattern NAME = Pattern.compile("@WithName\\(\"([\\w-]+)\"\\)");
    private static final Pattern BOUND = Pattern.compile("@(Min|Max)\\(value = ([\\d_]+)");

    private final String prefix;
    private final String source;
    /** Where each interface begins. */
    private final TreeMap<Integer, String> groups = new TreeMap<>();
    /** What keys of each interface begin with. */
    private final Map<String, String> prefixes = new TreeMap<>();

    private ConfigPage(Class<?> mapping, String prefix) {
        this.prefix = prefix;
        source = Repository.text(Path.of("src/main/java", mapping.getName().replace('.', '/') + ".java"));
        Matcher group = GROUP.matcher(source);
        while (group.find()) {
            groups.put(group.start(), group.group(1));
        }
        prefixes.put(mapping.getSimpleName(), prefix + ".");
        Matcher setting = SETTING.matcher(source);
        while (setting.find()) {
            if (groups.containsValue(setting.group(4))) {
                prefixes.put(setting.group(4), prefixAt(setting.start()) + name(setting) + ".");
            }
        }
    }

    /**
     * Compares {@code docs/config/PREFIX.md} with a mapping.
     *
     * @param prefix of the mapping's keys, {@code mq}
     * @param title whose settings they are, {@code the message queue service}
     * @param module where the mapping is, {@code udp-mq/service}
     * @param example a key
     */
    public static void check(Class<?> mapping, String prefix, String title, String module, String example)
            throws IOException {
        Path file = Repository.path("docs/config/" + prefix + ".md");
        String variable = example.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        String table = head(title, example, variable, module) + new ConfigPage(mapping, prefix).table();
        if (System.getProperty("update.docs") != null) {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, table);
        }
        assertThat(file).as("renew it with -Dupdate.docs").hasContent(table);
    }

    private static String head(String title, String example, String variable, String module) {
        return """
                # Configuration of %s

                Set them in `application.yaml` or as environment variables: `%s` is `%s`. What is the
                same in every service begins with `millrace.` and `quarkus.`. This table is made from the code; renew it with
                `./mvnw test -pl %s -am -Dupdate.docs`.

                | Key | Type | Default | Bounds | Meaning |
                |---|---|---|---|---|
                """.formatted(title, example, variable, module);
    }

    private String table() {
        StringBuilder table = new StringBuilder();
        Matcher setting = SETTING.matcher(source);
        while (setting.find()) {
            if (groups.containsValue(setting.group(4))) {
                continue;
            }
            table.append("| `%s%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            prefixAt(setting.start()),
                            name(setting),
                            setting.group(4).replaceAll("Optional<(.+)>", "$1").replaceAll("<.*>", ""),
                            setting.group(2) == null ? "" : "`" + setting.group(2) + "`",
                            bounds(setting.group(3)),
                            setting.group(1)
                                    .replaceAll("\\s*\\n\\s*\\*\\s*", " ")
                                    .strip()));
        }
        return table.toString();
    }

    private String prefixAt(int position) {
        String group = groups.floorEntry(position).getValue();
        String found = prefixes.get(group);
        if (found == null) {
            throw new AssertionError("no setting of " + prefix + " is a " + group);
        }
        return found;
    }

    /** What {@code @WithName} says, for names that are no Java names, else the method's name. */
    private static String name(Matcher setting) {
        Matcher given = NAME.matcher(setting.group(3));
        return given.find() ? given.group(1) : kebab(setting.group(5));
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String bounds(String annotations) {
        StringBuilder bounds = new StringBuilder();
        Matcher bound = BOUND.matcher(annotations);
        while (bound.find()) {
            bounds.append(bounds.isEmpty() ? "" : ", ")
                    .append(bound.group(1).equals("Min") ? "at least " : "at most ")
                    .append(bound.group(2).replace("_", ""));
        }
        return bounds.toString();
    }
}
