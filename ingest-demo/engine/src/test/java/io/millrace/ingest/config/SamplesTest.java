package io.millrace.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The samples of {@code docs/ingest-engine.md}. */
final class SamplesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"reference.yaml", "many.yaml"})
    void isADocumentAndFitsTheSchema(String name) throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/samples/" + name), name)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Files.writeString(folder.resolve("clickhouse-password"), "s3cret\n");
        assertThat(IngestDocuments.read(name, text, folder, Map.of()).pipelines())
                .isNotEmpty();

        Object plain = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V202012)
                        .getSchema(IngestSchema.text())
                        .validate(new ObjectMapper().valueToTree(plain)))
                .isEmpty();
    }
}
