package io.millrace.vehicles.feed;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The captured messages that lie beside the repository; tests that need them are skipped where they are not. */
final class HfpData {

    private HfpData() {}

    static Path folder() {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path folder = root.resolveSibling("shared").resolve("data").resolve("hfp");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no captured messages in " + folder);
        return folder;
    }
}
