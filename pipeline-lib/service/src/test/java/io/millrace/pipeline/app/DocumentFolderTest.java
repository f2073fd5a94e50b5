package io.millrace.pipeline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.time.Ticker;
import io.millrace.pipeline.graph.ModuleCatalog;
import io.millrace.pipeline.live.ServedListener;
import io.millrace.pipeline.live.ServedPipeline;
import io.millrace.pipeline.live.ServedPipelines;
import io.millrace.pipeline.live.ServedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class DocumentFolderTest {

    @TempDir
    Path place = Path.of("unset");

    private final ServedPipelines pipelines = new ServedPipelines(
            new ServedSettings(10, 4, 10, 5, 1 << 20, Duration.ofSeconds(5), Duration.ofSeconds(5)),
            new ServedListener() {},
            Ticker.SYSTEM);
    private final DocumentReader reader = new DocumentReader(ModuleCatalog.installed(), Map.of("workers", "3"));
    private int second;

    @AfterEach
    void close() {
        pipelines.close();
    }

    @Test
    void addsWhatItsDocumentsHold() throws IOException {
        write("b.yaml", pipeline("second", "1"));
        write("a.yml", pipeline("first", "1"));
        write("readme.txt", "no document");

        start();

        assertThat(names()).containsExactly("first", "second");
        assertThat(pipelines.find("first").controllers().getFirst().settings().workers())
                .isEqualTo(3);
    }

    @Test
    void refusesToStartOnAWrongDocument() throws IOException {
        write("wrong.yaml", "pipelines: {x: {controllers: [{name: c, modules: [nothing]}]}}");
        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("wrong.yaml:1")
                .hasMessageContaining("nothing");
    }

    @Test
    void followsEdits() throws IOException {
        write("a.yaml", pipeline("kept", "1"));
        DocumentFolder folder = start();
        String id = pipelines.find("kept").id();

        write("a.yaml", pipeline("kept", "2") + pipeline("more", "1").replace("pipelines:\n", ""));
        folder.look();
        assertThat(names())
                .as("a file that was just edited may be half written")
                .containsExactly("kept");
        folder.look();

        assertThat(names()).containsExactly("kept", "more");
        assertThat(pipelines.find("kept").id())
                .as("only a module differs, so it is swapped")
                .isEqualTo(id);
        assertThat(pipelines.find("kept").module("stamp").version()).isEqualTo("2");

        write("a.yaml", pipeline("more", "1"));
        look(folder);
        assertThat(names()).containsExactly("more");

        write("b.yaml", pipeline("new", "1"));
        look(folder);
        assertThat(names()).containsExactly("more", "new");
        Files.delete(place.resolve("b.yaml"));
        look(folder);
        assertThat(names()).containsExactly("more");
    }

    @Test
    void keepsWhatRunsWhenAnEditIsWrong() throws IOException {
        write("a.yaml", pipeline("kept", "1"));
        DocumentFolder folder = start();

        write("a.yaml", "pipelines: [");
        look(folder);
        assertThat(names()).containsExactly("kept");
        write("b.yaml", pipeline("kept", "2"));
        look(folder);
        assertThat(pipelines.find("kept").module("stamp").version())
                .as("it is another file's")
                .isEqualTo("1");

        write("a.yaml", pipeline("kept", "2"));
        look(folder);
        assertThat(pipelines.find("kept").module("stamp").version()).isEqualTo("2");
    }

    private DocumentFolder start() {
        DocumentFolder folder = new DocumentFolder(place, reader, pipelines);
        folder.start();
        return folder;
    }

    private static void look(DocumentFolder folder) {
        folder.look();
        folder.look();
    }

    private void write(String name, String text) throws IOException {
        Path file = place.resolve(name);
        Files.writeString(file, text);
        // clocks of file systems may be too coarse to tell two edits of a test apart
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + 1000L * second++));
    }

    private List<String> names() {
        return pipelines.list().stream().map(ServedPipeline::name).toList();
    }

    private static String pipeline(String name, String version) {
        return """
                pipelines:
                  %s:
                    controllers:
                      - name: only
                        mode: no-order
                        workers: ${workers}
                        modules:
                          - {name: stamp, type: test-stamp, version: "%s"}
                """.formatted(name, version);
    }
}
