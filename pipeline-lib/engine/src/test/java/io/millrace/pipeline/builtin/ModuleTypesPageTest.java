package io.millrace.pipeline.builtin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.pipeline.graph.GraphDocument;
import io.millrace.pipeline.graph.GraphException;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.graph.ModuleType;
import io.millrace.pipeline.graph.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/module-types.md} names each type with its data and settings. */
class ModuleTypesPageTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z-]+)` \\| ([^|]*) \\| ([^|]*) \\| ([^|]*)\\| ([^|]*) \\|$", Pattern.MULTILINE);
    private static final Pattern KNOWN = Pattern.compile("unknown key; (?:known are (.*)|none is known here)");

    private record Row(String takes, String gives, Set<String> settings) {}

    @Test
    void namesEachTypeWithItsDataAndSettings() throws IOException {
        Map<String, Row> documented = new LinkedHashMap<>();
        Matcher matcher = ROW.matcher(Files.readString(page()));
        while (matcher.find()) {
            Set<String> settings = Arrays.stream(matcher.group(4).split("[`, ]+"))
                    .filter(word -> !word.isBlank())
                    .collect(Collectors.toCollection(TreeSet::new));
            documented.put(matcher.group(1), new Row(matcher.group(2), matcher.group(3), settings));
        }
        Map<String, Row> real = new LinkedHashMap<>();
        for (ModuleType type : ModuleCatalog.installed().modules()) {
            real.put(type.name(), new Row(words(type.input()), words(type.output()), settings(type)));
        }
        assertThat(documented).isEqualTo(real);
    }

    private static String words(Shape shape) {
        return switch (shape) {
            case ANY -> "anything";
            case SAME -> "the same";
            case MAP -> "a map";
            case LIST -> "a list";
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case BYTES -> "bytes";
        };
    }

    /** What it asks for, as it tells who gave it something else. */
    private static Set<String> settings(ModuleType type) {
        GraphException failure = catchThrowableOfType(
                GraphException.class,
                () -> ModuleCatalog.installed().build(type.name(), Optional.empty(), Map.of("no-such-setting", 1)));
        Matcher known = KNOWN.matcher(failure.getMessage());
        assertThat(known.find()).as("%s", failure).isTrue();
        return known.group(1) == null
                ? Set.of()
                : new TreeSet<>(List.of(known.group(1).split(", ")));
    }

    @Test
    void itsExampleIsADocument() throws IOException {
        try (InputStream file = ModuleTypesPageTest.class.getResourceAsStream("/module-kinds.yaml")) {
            String text = new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            GraphDocument document = GraphDocument.parse("module-kinds.yaml", text);
            assertThat(document.pipelines()
                            .getFirst()
                            .controllers()
                            .getFirst()
                            .phases()
                            .getFirst()
                            .modules())
                    .hasSize(5);
        }
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/module-types.md"))) {
            folder = requireNonNull(folder.getParent(), "docs/module-types.md not found");
        }
        return folder.resolve("docs/module-types.md");
    }
}
