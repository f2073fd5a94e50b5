package io.millrace.connect.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file with one connector, {@code {"name":"redis-sink","config":{"connector.class":"...","topics":"..."}}}, or with
 * the settings and the name side by side in one object. Values are text, numbers or booleans.
 */
public final class ConfigFile {

    private static final long LARGEST = 1 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Path path;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private @Nullable String name;

    private ConfigFile(Path path) {
        this.path = path;
    }

    /**
     * The files to be read: those named, and in folders all that end in {@code .json}, by name.
     *
     * @throws ConfigException when one does not exist, with all that do not
     */
    public static List<Path> all(List<Path> filesAndFolders) {
        List<Path> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Path path : filesAndFolders) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> inside = Files.list(path)) {
                    inside.filter(file -> file.toString().endsWith(".json"))
                            .sorted()
                            .forEach(found::add);
                } catch (IOException e) {
                    missing.add(path + " cannot be read: " + e.getMessage());
                }
            } else if (Files.isRegularFile(path)) {
                found.add(path);
            } else {
                missing.add(path + " does not exist; name a file or a folder with connectors");
            }
        }
        if (!missing.isEmpty()) {
            throw new ConfigException("connectors cannot be read", missing);
        }
        return found;
    }

    /** Reads it; what is wrong with its form is in {@link #problems}. */
    public static ConfigFile read(Path path) {
        ConfigFile file = new ConfigFile(path);
        try {
            if (Files.size(path) > LARGEST) {
                file.problems.add(path + " is larger than " + LARGEST + " bytes, which no connector is");
                return file;
            }
            try (JsonParser json = JSON.createParser(Files.readString(path))) {
                file.parse(json);
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            file.problems.add(
                    "%s line %d column %d: not JSON: %s".formatted(path, line, column, e.getOriginalMessage()));
        } catch (NoSuchFileException e) {
            file.problems.add(path + " does not exist");
        } catch (IOException e) {
            file.problems.add(path + " cannot be read: " + e.getMessage());
        }
        return file;
    }

    private void parse(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            problems.add(at(json) + "must be an object like {\"name\":\"...\",\"config\":{...}}");
            return;
        }
        fields(json, true);
        if (json.nextToken() != null) {
            problems.add(at(json) + "nothing may follow the connector; a file holds one");
        }
        if (name == null) {
            problems.add(path + " line 1: name is missing; it must be the connector's name");
        } else {
            String wrong = ConnectorConfig.nameProblem(name);
            if (wrong != null) {
                problems.add(path + " line " + line(ConnectorConfig.NAME) + ": name " + wrong);
            }
        }
    }

    private void fields(JsonParser json, boolean outer) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            int line = json.currentLocation().getLineNr();
            JsonToken token = json.nextToken();
            if (outer && field.equals("config")) {
                if (token == JsonToken.START_OBJECT) {
                    fields(json, false);
                } else {
                    problems.add(at(json) + "config must be an object of settings");
                    json.skipChildren();
                }
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                take(field, json.getText(), line);
            } else {
                problems.add(path + " line " + line + ": " + field + " must be text, a number, true or false");
                json.skipChildren();
            }
        }
    }

    private void take(String field, String value, int line) {
        lines.putIfAbsent(field, line);
        if (!field.equals(ConnectorConfig.NAME)) {
            if (settings.putIfAbsent(field, value) != null) {
                problems.add(path + " line " + line + ": " + field + " is set twice");
            }
        } else if (name == null) {
            name = value;
        } else if (!name.equals(value)) {
            problems.add(path + " line " + line + ": name must be '" + name + "' as before, was '" + value + "'");
        }
    }

    private String at(JsonParser json) {
        return path + " line " + json.currentLocation().getLineNr() + ": ";
    }

    /** What is wrong with its form, each with file and line. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** The connector; only when there are no problems. */
    public ConnectorConfig config() {
        if (name == null || !problems.isEmpty()) {
            throw new IllegalStateException("the file has problems: " + problems);
        }
        return new ConnectorConfig(name, settings, path.toString());
    }

    /** A problem of a setting, with file and line. */
    public String told(ConfigProblem problem) {
        return path + " line " + line(problem.setting()) + ": " + problem.message();
    }

    /** Where a setting stands; 1 when it does not. */
    private int line(String setting) {
        return lines.getOrDefault(setting, 1);
    }
}
