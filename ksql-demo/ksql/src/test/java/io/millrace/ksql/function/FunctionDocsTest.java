package io.millrace.ksql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Holds the list of functions in the documentation to the functions; {@code -Dupdate.docs} writes it anew. */
final class FunctionDocsTest {

    private static final String HEAD = """
            # Functions of the ksqlDB dialect

            Made from the code. One letter is any type, the same throughout; DECIMAL is any decimal type; ANY is any type; UNIT is DAYS, HOURS and
            the like; `...` is one or more. INTEGER becomes BIGINT, DECIMAL or DOUBLE where one of these is asked for. A NULL among the arguments makes
            the result NULL, except in functions that exist to deal with it. What cannot be computed for a row is NULL, and told to the processing log.

            | Function | Forms |
            |---|---|
            """;

    @Test
    void everyFunctionIsListed() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (String name : Functions.STANDARD.names()) {
            page.append("| ").append(name).append(" | `");
            page.append(String.join("`<br>`", Functions.STANDARD.forms(name))).append("` |\n");
        }
        Path file = root().resolve("docs/ksql-functions.md");
        if (System.getProperty("update.docs") != null) {
            Files.writeString(file, page);
        }
        assertThat(file).content().isEqualTo(page.toString());
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder;
    }
}
