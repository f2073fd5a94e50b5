package io.millrace.connector.embedded;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an engine keeps its data: a folder of the user that stays, or one of its own that goes when the engine stops.
 *
 * @param path exists
 * @param temporary whether it is removed by {@link #close}
 */
record DataFolder(Path path, boolean temporary) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

    static DataFolder of(@Nullable Path folder, String engine) {
        try {
            return folder == null
                    ? new DataFolder(Files.createTempDirectory("millrace-" + engine), true)
                    : new DataFolder(Files.createDirectories(folder).toAbsolutePath(), false);
        } catch (IOException e) {
            throw new FatalException("cannot make the data folder of " + engine + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("cannot remove temporary folder, path={} cause={}", path, e.toString());
        }
    }
}
