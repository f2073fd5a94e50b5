package io.millrace.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code docs/functions.md} lists what is registered; {@code -Dupdate.docs} writes it anew. */
final class FunctionDocsTest {

    @Test
    void theDocumentListsEveryFunction() throws IOException {
        Path document = root().resolve("docs/functions.md");
        String expected = text();
        if (System.getProperty("update.docs") != null) {
            Files.createDirectories(document.getParent());
            Files.writeString(document, expected);
        }
        assertThat(document).content().isEqualTo(expected);
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no mvnw above the working directory");
        }
        return directory;
    }

    private static String text() {
        StringBuilder text = new StringBuilder("""
                # Functions

                Generated from the engine; regenerate with `-Dupdate.docs`. Names do not depend on case. Operators are
                functions too: `a + b` is `plus(a, b)`, `x::type` is `cast(x, 'type')`.

                - Integers grow to the next width: `uint8 + uint8` is `uint16`; differences are signed; 64 bits wrap. `/`
                  gives `float64`, as does any float among the operands.
                - A NULL argument gives NULL unless the function says otherwise; aggregates leave rows with NULL out.
                - A text that cannot be read (code 6) and an integer divided by zero (code 153) end the query;
                  `to_..._or_null` and `to_..._or_zero` do not. In a branch of `if`, `CASE`, `AND` and `OR` only the rows
                  of that branch count.
                - Equal calls of random functions and of `now()` give one value per row; `rand(1)` and `rand(2)` differ.

                ## Scalar functions

                | Function | What it gives |
                |---|---|
                """);
        for (ScalarFunction function : Registry.INSTANCE.scalars()) {
            if (function instanceof Scalar scalar) {
                text.append(row(scalar.signature(), scalar.summary()));
            }
        }
        text.append("""

                ## Aggregates

                Each also as `..._if`, with a condition as last argument: `sum_if(x, x > 5)`.

                | Aggregate | What it gives |
                |---|---|
                """);
        for (AggregateFunction function : Registry.INSTANCE.aggregates()) {
            if (function instanceof Aggregate aggregate) {
                text.append(row(aggregate.signature(), aggregate.summary()));
            }
        }
        text.append("\n## Other names\n\n| Name | Same as |\n|---|---|\n");
        Registry.INSTANCE.aliasNames().forEach((alias, name) -> text.append(row(alias, "`" + name + "`")));
        return text.toString();
    }

    private static String row(String signature, String summary) {
        return "| `" + signature.replace("|", "\\|") + "` | " + summary.replace("|", "\\|") + " |\n";
    }
}
