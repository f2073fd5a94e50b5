package io.millrace.ingest.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in place of <code>${NAME}</code>, <code>${NAME:-otherwise}</code> and <code>${file:/path}</code>, and
 * knows which keys are not shown.
 */
final class Secrets {

    static final String HIDDEN = "***";

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{(?:file:([^}]+)|([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?)}");
    private static final Pattern SECRET_KEY =
            Pattern.compile(".*(password|passphrase|secret|token|credential|jaas|authorization|api.?key|private).*");
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/@\\s]+@");
    private static final int MAX_BYTES = 64 << 10;

    private final Map<String, String> environment;
    private final Path base;
    private final Problems problems;

    Secrets(Map<String, String> environment, Path base, Problems problems) {
        this.environment = Map.copyOf(environment);
        this.base = base;
        this.problems = problems;
    }

    static boolean isReference(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** The text with what it refers to. */
    String resolve(String text, Place place, String path) {
        return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match, place, path)));
    }

    private String value(MatchResult match, Place place, String path) {
        if (match.group(1) != null) {
            return file(match.group(1), place, path);
        }
        String name = match.group(2);
        String otherwise = match.group(3);
        String value = environment.get(name);
        if (value != null && !(value.isEmpty() && otherwise != null)) {
            return value;
        }
        if (otherwise == null) {
            problems.add(
                    place,
                    path,
                    "environment variable " + name + " is not set; set it, or write ${" + name + ":-otherwise}");
            return "";
        }
        return otherwise;
    }

    /** The content of a file, without the line end that editors add. */
    String file(String name, Place place, String path) {
        try {
            Path file = base.resolve(name);
            if (Files.size(file) > MAX_BYTES) {
                problems.add(place, path, "file " + name + " has more than " + MAX_BYTES + " bytes");
                return "";
            }
            return Files.readString(file).replaceFirst("\\r?\\n\\z", "");
        } catch (IOException | InvalidPathException _) {
            // the cause may quote what was read
            problems.add(place, path, "file " + name + " cannot be read as text");
            return "";
        }
    }

    /** What people may see of a value as written. */
    static String shown(String key, String text) {
        if (SECRET_KEY.matcher(key).matches() && !isReference(text) && !text.isEmpty()) {
            return HIDDEN;
        }
        return USER_INFO.matcher(text).replaceAll("$1" + HIDDEN + "@");
    }
}
