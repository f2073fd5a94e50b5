package io.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.sql.SqlException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every statement of the product's own suites can be parsed. */
class SuiteTextsTest {

    @Test
    void parsesEveryStatementOfTheSuites() throws IOException {
        Path folder = suites();
        assumeThat(folder)
                .as("the folder shared/data/proton-tests beside the worktree")
                .isNotNull();
        Set<String> texts = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                collect(new ObjectMapper().readTree(file.toFile()), texts);
            }
        }
        List<String> failures = new ArrayList<>();
        for (String sql : texts) {
            try {
                SqlParser.parse(sql);
            } catch (SqlException e) {
                failures.add(sql + "\n    " + e.getMessage());
            }
        }
        System.out.println("parsed " + (texts.size() - failures.size()) + " of " + texts.size() + " statements");
        assertThat(texts).hasSizeGreaterThan(400);
        assertThat(failures).isEmpty();
    }

    private static void collect(JsonNode node, Set<String> texts) {
        JsonNode query = node.get("query");
        if (query != null && query.isTextual()) {
            texts.add(query.asText());
        }
        node.forEach(child -> collect(child, texts));
    }

    private static @Nullable Path suites() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolveSibling("shared").resolve("data/proton-tests");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
