package io.millrace.sql.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file of the product's suites. */
record Suite(String name, JsonNode root) {

    /** A case of a suite. */
    record Case(Suite suite, JsonNode node) {
        /** For example {@code 0021-random-stream/16}. */
        String id() {
            return suite.name + "/" + node.get("id").asText();
        }

        String title() {
            return id() + " " + node.path("name").asText();
        }

        /** The tag for which the suite itself leaves the case out. */
        Optional<String> skippedTag() {
            for (JsonNode skipped : suite.root.at("/test_suite_config/tests_2_run/tags_2_skip/default")) {
                for (JsonNode tag : node.path("tags")) {
                    if (tag.asText().equals(skipped.asText())) {
                        return Optional.of(tag.asText());
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** The folder of the suites, which lies in a folder {@code shared} beside the working tree. */
    static Optional<Path> folder() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolveSibling("shared").resolve("data/proton-tests");
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    static List<Case> cases(Path folder) {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString().replace(".json", "");
                Suite suite = new Suite(name, new ObjectMapper().readTree(file.toFile()));
                suite.root.path("tests").forEach(node -> cases.add(new Case(suite, node)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }
}
