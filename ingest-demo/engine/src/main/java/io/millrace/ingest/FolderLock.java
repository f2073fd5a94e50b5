package io.millrace.ingest;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps other processes out of a folder until it is closed, or the process ends. */
final class FolderLock implements AutoCloseable {

    private final RandomAccessFile file;

    private FolderLock(RandomAccessFile file) {
        this.file = file;
    }

    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            RandomAccessFile file = new RandomAccessFile(folder.resolve("lock").toFile(), "rw");
            if (!isTaken(file)) {
                file.close();
                throw new FatalException("folder " + folder + " is in use by another process; give each its own");
            }
            return new FolderLock(file);
        } catch (IOException e) {
            throw new FatalException("cannot use folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean isTaken(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException _) {
            // the system takes the lock back with the process
        }
    }
}
