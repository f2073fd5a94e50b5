package io.millrace.connector.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file of whole lines that is appended to and synced, by one writer at a time.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class AppendFile implements Closeable {

    private static final int BLOCK = 8 * 1024;

    // written by its stream methods: an interrupt would close a FileChannel in the middle of a write
    private final RandomAccessFile file;
    private final Path path;
    private long length;
    private long repaired;

    private AppendFile(RandomAccessFile file, Path path) {
        this.file = file;
        this.path = path;
    }

    /**
     * Opens or makes the file. What follows its last line feed is cut off, unless it is a whole JSON object or the file
     * is not of JSON: then it is ended by a line feed.
     */
    static AppendFile open(Path path, boolean json) throws IOException {
        boolean existed = Files.exists(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        AppendFile opened = new AppendFile(file, path);
        try {
            opened.lock();
            opened.repair(json);
            if (!existed) {
                opened.syncFolder();
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void lock() throws IOException {
        try {
            if (file.getChannel().tryLock() == null) {
                throw new LockedException(path);
            }
        } catch (OverlappingFileLockException e) {
            throw new LockedException(path);
        }
    }

    private void repair(boolean json) throws IOException {
        long size = file.length();
        long end = endOfLastLine(size);
        length = size;
        if (end == size) {
            return;
        }
        if (!json || isObject(end, size)) {
            append(new byte[] {'\n'});
        } else {
            file.setLength(end);
            file.getFD().sync();
            length = end;
            repaired = size - end;
        }
    }

    /** Behind the last line feed. */
    private long endOfLastLine(long size) throws IOException {
        byte[] block = new byte[BLOCK];
        long from = size;
        while (from > 0) {
            int count = (int) Math.min(BLOCK, from);
            from -= count;
            file.seek(from);
            file.readFully(block, 0, count);
            for (int i = count - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    /** A torn object is never a whole one, while a torn number may look like another. */
    private boolean isObject(long from, long to) throws IOException {
        if (to - from > Integer.MAX_VALUE / 4) {
            return false;
        }
        byte[] bytes = new byte[(int) (to - from)];
        file.seek(from);
        file.readFully(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("{") && Json.problem(text) == null;
    }

    /** Writes at the end and syncs; on failure what was written is cut off again. */
    void append(byte[] bytes) throws IOException {
        try {
            file.seek(length);
            file.write(bytes);
            file.getFD().sync();
            length += bytes.length;
        } catch (IOException e) {
            try {
                file.setLength(length);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    long length() {
        return length;
    }

    /** Bytes that were cut off when it was opened. */
    long repaired() {
        return repaired;
    }

    /** Closes the file and renames it to the next free number. */
    Path putAside() throws IOException {
        close();
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String ending = dot > 0 ? name.substring(dot) : "";
        int number = 1;
        Path aside = path.resolveSibling("%s-%06d%s".formatted(stem, number, ending));
        while (Files.exists(aside)) {
            number++;
            aside = path.resolveSibling("%s-%06d%s".formatted(stem, number, ending));
        }
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        return aside;
    }

    /** Makes the file's name durable, where folders can be synced. */
    private void syncFolder() {
        boolean interrupted = Thread.interrupted(); // else opening the channel would fail
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException _) {
            // Windows: a folder cannot be opened, and needs no sync
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Another writer has the file. */
    static final class LockedException extends IOException {

        private static final long serialVersionUID = 1L;

        LockedException(Path path) {
            super(path + " is locked");
        }
    }
}
