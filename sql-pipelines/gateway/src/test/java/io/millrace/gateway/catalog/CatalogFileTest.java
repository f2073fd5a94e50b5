package io.millrace.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogFileTest {

    private static final String TEXT = """
            # ours
            pipelines:
              - name: one
                sqls: [SELECT 1]
            """;

    @TempDir
    Path folder;

    private Path path = Path.of("unset");
    private CatalogFile file = new CatalogFile(path, "");

    @BeforeEach
    void write() throws IOException {
        path = folder.resolve("config.yaml");
        Files.writeString(path, TEXT);
        file = new CatalogFile(path, "pipelines: [{name: sample, sqls: [SELECT 1]}]");
    }

    @Test
    void anAbsentFileIsTheSampleUntilTheFirstChange() throws IOException {
        Files.delete(path);

        assertThat(file.load().pipelines()).extracting(PipelineSpec::name).containsExactly("sample");
        assertThat(file.sampled()).isTrue();

        file.add(new PipelineSpec("two", List.of("SELECT 2")));
        assertThat(file.sampled()).isFalse();
        assertThat(new CatalogFile(path, "").load().pipelines())
                .extracting(PipelineSpec::name)
                .containsExactly("sample", "two");
    }

    @Test
    void changesKeepPermissionsAndLeaveNothingBeside() throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));

        file.add(new PipelineSpec("two", List.of("SELECT 2")));
        file.replace(new PipelineSpec("one", List.of("SELECT 11")));
        file.remove("two");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
        assertThat(path).hasContent(TEXT.replace(" [SELECT 1]", "\n      - SELECT 11"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path link = folder.resolve("link.yaml");
        Files.createSymbolicLink(link, path);

        new CatalogFile(link, "").add(new PipelineSpec("two", List.of("SELECT 2")));

        assertThat(link).isSymbolicLink();
        assertThat(path).content().contains("name: two").startsWith("# ours");
    }

    @Test
    void editsByOthersAreSeenOnceAndOwnChangesAreNot() throws IOException {
        file.load();
        assertThat(file.reload()).isNull();

        file.add(new PipelineSpec("two", List.of("SELECT 2")));
        assertThat(file.reload()).isNull();

        Files.writeString(path, TEXT.replace("name: one", "name: uno"));
        PipelineCatalog seen = file.reload();
        assertThat(seen).isNotNull();
        assertThat(seen.pipelines()).extracting(PipelineSpec::name).containsExactly("uno");
        assertThat(file.reload()).isNull();
    }

    @Test
    void aChangeGoesOnTopOfAnEditThatWasNotSeenYet() throws IOException {
        file.load();
        Files.writeString(path, TEXT + "  - name: theirs\n    sqls: [SELECT 3]\n");

        assertThat(file.add(new PipelineSpec("two", List.of("SELECT 2"))).pipelines())
                .extracting(PipelineSpec::name)
                .containsExactly("one", "theirs", "two");
    }

    @Test
    void aBrokenEditRefusesChangesAndIsReportedOnce() throws IOException {
        file.load();
        Files.writeString(path, "pipelines: [");

        assertThatThrownBy(file::reload).isInstanceOf(CatalogException.class);
        assertThat(file.reload()).isNull();
        assertThatThrownBy(() -> file.remove("one"))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("config.yaml:");
        assertThat(path).hasContent("pipelines: [");
    }

    @Test
    void theOldTextIsKeptWhenTheFileMustBeWrittenAnew() throws IOException {
        String tagged = "!!python/object:server.Config\npipelines: # all\n- name: one\n  sqls: [SELECT 1]\n";
        Files.writeString(path, tagged);

        file.add(new PipelineSpec("two", List.of("SELECT 2")));

        assertThat(folder.resolve("config.yaml.bak")).hasContent(tagged);
        assertThat(path).content().doesNotContain("python");
        assertThat(file.load().warnings()).isEmpty();
    }

    @Test
    void otherEncodingsAreRefusedByName() throws IOException {
        Files.write(path, new byte[] {'p', (byte) 0xE9, ':'});

        assertThatThrownBy(file::load).isInstanceOf(CatalogException.class).hasMessageContaining("UTF-8");
    }
}
