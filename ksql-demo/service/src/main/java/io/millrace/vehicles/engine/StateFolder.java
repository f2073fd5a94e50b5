package io.millrace.vehicles.engine;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one process keeps the state of its queries. Several processes of one machine may be given the same folder: each
 * takes the first place in it that no other has, so that after a restart it finds its own.
 */
public final class StateFolder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StateFolder.class);
    private static final int PLACES = 64;

    private final Path path;
    private final @Nullable FileChannel lock;

    private StateFolder(Path path, @Nullable FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** One that goes when it is closed: for a Kafka whose data go as well. */
    public static StateFolder temporary() {
        try {
            return new StateFolder(Files.createTempDirectory("millrace-ksql"), null);
        } catch (IOException e) {
            throw new FatalException("cannot make a folder for the state of queries: " + e.getMessage(), e);
        }
    }

    /**
     * A place in a folder, which is made when missing.
     *
     * @throws FatalException when it cannot be used, or 64 processes use it
     */
    public static StateFolder in(Path folder) {
        try {
            for (int place = 0; place < PLACES; place++) {
                Path path = Files.createDirectories(folder.resolve(Integer.toString(place)));
                FileChannel held = hold(path.resolve("lock"));
                if (held != null) {
                    return new StateFolder(path.toAbsolutePath(), held);
                }
            }
        } catch (IOException e) {
            throw new FatalException("cannot keep the state of queries in " + folder + ": " + e.getMessage(), e);
        }
        throw new FatalException("the state of queries cannot be kept in " + folder + ": " + PLACES
                + " processes have their own there, set another vehicles.ksql.state-dir");
    }

    private static @Nullable FileChannel hold(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException _) {
            // another one in this process
        }
        channel.close();
        return null;
    }

    /** Under the user's cache: {@code $XDG_CACHE_HOME} or {@code ~/.cache}. */
    public static Path cache(@Nullable String xdg, String home, String name) {
        Path cache = xdg == null || xdg.isBlank() ? Path.of(home, ".cache") : Path.of(xdg);
        return cache.resolve("millrace").resolve("vehicles").resolve(name);
    }

    public Path path() {
        return path;
    }

    /** Leaves the place to others, or removes it when it was temporary. */
    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
                return;
            }
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            log.warn("cannot free the folder of queries' state, path={} cause={}", path, e.toString());
        }
    }
}
