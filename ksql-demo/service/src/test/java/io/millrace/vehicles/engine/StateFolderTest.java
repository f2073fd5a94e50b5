package io.millrace.vehicles.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {

    @TempDir
    private Path folder;

    @Test
    void eachProcessFindsItsOwnPlaceAgain() {
        StateFolder first = StateFolder.in(folder);
        StateFolder second = StateFolder.in(folder);
        assertThat(first.path()).isEqualTo(folder.resolve("0"));
        assertThat(second.path()).isEqualTo(folder.resolve("1"));
        first.close();
        try (StateFolder again = StateFolder.in(folder)) {
            assertThat(again.path()).isEqualTo(first.path());
        }
        second.close();
    }

    @Test
    void aTemporaryOneGoesWithAllThatIsInIt() throws Exception {
        StateFolder temporary = StateFolder.temporary();
        Files.writeString(
                Files.createDirectories(temporary.path().resolve("a/b")).resolve("c"), "x");
        temporary.close();
        assertThat(temporary.path()).doesNotExist();
    }

    @Test
    void saysWhatCannotBeUsed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> StateFolder.in(file))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("cannot keep the state of queries in " + file);
    }

    @Test
    void theCacheIsWhereTheUserHasIt() {
        assertThat(StateFolder.cache(null, "/home/me", "v_"))
                .isEqualTo(Path.of("/home/me/.cache/millrace/vehicles/v_"));
        assertThat(StateFolder.cache("/c", "/home/me", "v_")).isEqualTo(Path.of("/c/millrace/vehicles/v_"));
    }
}
