package io.millrace.ingest.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.command.ExitCode;
import io.millrace.ingest.config.IngestDocument;
import io.millrace.ingest.config.IngestDocumentException;
import io.millrace.ingest.config.IngestDocuments;
import io.millrace.ingest.type.SinkType;
import io.millrace.ingest.type.SourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the file of {@code --config} and says what is wrong as the Python program does: first of the YAML, then of its
 * top level, then of unknown types, then of the rest.
 */
final class ConfigFile {

    private static final String FAILED = "Config validation failed: ";
    private static final YAMLMapper YAML = new YAMLMapper();

    private ConfigFile() {}

    /** @throws ListenFailure when it cannot be used */
    static IngestDocument read(Path file, Map<String, String> environment) {
        JsonNode root = tree(file);
        require(root);
        knowTypes(root);
        try {
            return IngestDocuments.read(file, environment);
        } catch (IngestDocumentException e) {
            throw ListenFailure.invalid(FAILED + e.reason());
        }
    }

    private static JsonNode tree(Path file) {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw ListenFailure.invalid("Invalid YAML in config file: " + file
                    + (place == null ? "" : ":" + place.getLineNr() + ":" + place.getColumnNr()) + " "
                    + String.join(
                            " ",
                            e.getOriginalMessage().lines().map(String::strip).toList()));
        } catch (IOException e) {
            throw ListenFailure.invalid("Path '" + file + "' cannot be read: " + e.getMessage());
        }
    }

    private static void require(JsonNode root) {
        if (!root.isObject()) {
            throw ListenFailure.invalid(FAILED + "the document is not an object with 'source' and 'sink'");
        }
        if (root.has("pipelines")) {
            return;
        }
        if (!root.has("source")) {
            throw ListenFailure.invalid(FAILED + "'source' is a required property");
        }
        if (!root.has("sink") && !root.has("sinks")) {
            throw ListenFailure.invalid(FAILED + "'sink' is a required property");
        }
    }

    private static void knowTypes(JsonNode root) {
        Set<String> sources = new TreeSet<>();
        Set<String> sinks = new TreeSet<>();
        for (SourceType<?> type : ServiceLoader.load(SourceType.class)) {
            sources.add(type.name());
        }
        for (SinkType<?> type : ServiceLoader.load(SinkType.class)) {
            sinks.add(type.name());
        }
        look(root, sources, sinks);
        root.path("pipelines").forEach(pipeline -> look(pipeline, sources, sinks));
    }

    private static void look(JsonNode pipeline, Set<String> sources, Set<String> sinks) {
        know("source", pipeline.path("source"), sources);
        know("sink", pipeline.path("sink"), sinks);
        pipeline.path("sinks").forEach(sink -> know("sink", sink, sinks));
    }

    private static void know(String role, JsonNode part, Set<String> known) {
        JsonNode type = part.path("type");
        if (type.isTextual() && !known.contains(type.textValue())) {
            throw new ListenFailure(
                    ExitCode.FAILED,
                    "Unknown " + role + " type: " + type.textValue() + " (known: " + String.join(", ", known) + ")");
        }
    }
}
