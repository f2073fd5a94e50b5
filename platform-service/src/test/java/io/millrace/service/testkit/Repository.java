package io.millrace.service.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Files of the repository that tests compare with what the code says. Paths are relative to its root. */
public final class Repository {

    private static final Path ROOT = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("mvnw")))
            .findFirst()
            .orElseThrow();

    private Repository() {}

    /** A file or a folder. */
    public static Path path(String file) {
        return ROOT.resolve(file).normalize();
    }

    /** What a file holds. */
    public static String text(String file) {
        return text(path(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a YAML file holds at a path of keys. */
    public static Object yaml(String file, String... path) {
        return at(new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file)), path);
    }

    /** What a tree of maps holds at a path of keys. */
    public static Object at(Object tree, String... path) {
        Object here = tree;
        for (String key : path) {
            Object next = here instanceof Map<?, ?> map ? map.get(key) : null;
            if (next == null) {
                throw new AssertionError("no " + String.join(".", path));
            }
            here = next;
        }
        return here;
    }

    /** The first group of each match of a pattern in a text. */
    public static List<String> matches(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        return matcher.results().map(match -> match.group(1)).toList();
    }
}
