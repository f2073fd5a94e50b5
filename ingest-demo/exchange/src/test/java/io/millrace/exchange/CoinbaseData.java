package io.millrace.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The captured feed that lies beside the repository; tests that need it are skipped where it is not. */
public final class CoinbaseData {

    private CoinbaseData() {}

    /** Half a minute of ten products: level2, ticker and matches. */
    public static Path capture() {
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("mvnw"))) {
            root = root.getParent();
        }
        Path file = root.resolveSibling("shared").resolve("data/coinbase/cryptofeed_COINBASE.ws.28.0");
        Assumptions.assumeTrue(Files.isRegularFile(file), "no captured feed at " + file);
        return file;
    }
}
