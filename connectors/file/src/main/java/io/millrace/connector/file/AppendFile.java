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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable Object key;
    private long length;
    private long unsynced;
    private long repaired;

    private AppendFile(RandomAccessFile file, Path path) throws IOException {
        this.file = file;
        this.path = path;
        this.key = keyOf(path);
        this.length = file.length();
    }

    /**
     * Opens or makes the file. What follows its last line feed is cut off, unless it is a whole JSON object or the file
     * is not of JSON: then it is ended by a line feed.
     */
    static AppendFile open(Path path, boolean json) throws IOException {
        AppendFile opened = openAsItIs(path);
        try {
            opened.repair(json);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Opens or makes the file and leaves its end alone. */
    static AppendFile openAsItIs(Path path) throws IOException {
        boolean existed = Files.exists(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            AppendFile opened = new AppendFile(file, path);
            lock(file, path);
            if (!existed) {
                syncFolder(path);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Locks a file for as long as it is open. */
    static void lock(RandomAccessFile file, Path path) throws IOException {
        try {
            if (file.getChannel().tryLock() == null) {
                throw new LockedException(path);
            }
        } catch (OverlappingFileLockException e) {
            throw new LockedException(path);
        }
    }

    /** Ends the file with its last whole line, see {@link #open}. */
    void repair(boolean json) throws IOException {
        long size = file.length();
        long end = endOfLastLine(size);
        length = size;
        if (end == size) {
            return;
        }
        if (!json || isObject(end, size)) {
            append(new byte[] {'\n'});
        } else {
            cut(end);
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
            write(bytes, bytes.length);
            sync();
        } catch (IOException e) {
            undo(e);
            throw e;
        }
    }

    /** Writes behind what was written; it counts from the next {@link #sync} on. */
    void write(byte[] bytes, int count) throws IOException {
        file.seek(length + unsynced);
        file.write(bytes, 0, count);
        unsynced += count;
    }

    /** Bytes written since the last sync. */
    long unsynced() {
        return unsynced;
    }

    /** Makes what was written durable. */
    void sync() throws IOException {
        file.getFD().sync();
        length += unsynced;
        unsynced = 0;
    }

    /** Cuts off what was written since the last sync. */
    void undo(IOException cause) {
        unsynced = 0;
        try {
            file.setLength(length);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Cuts off all behind a place. */
    void cut(long end) throws IOException {
        repaired += file.length() - end;
        file.setLength(end);
        file.getFD().sync();
        length = end;
    }

    /** What the file has, which is its {@link #length} unless somebody else changed it. */
    long size() throws IOException {
        return file.length();
    }

    /** Checksum of the bytes before a place. */
    long crc(long end, long count) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] block = new byte[BLOCK];
        file.seek(end - count);
        for (long left = count; left > 0; ) {
            int length = (int) Math.min(BLOCK, left);
            file.readFully(block, 0, length);
            crc.update(block, 0, length);
            left -= length;
        }
        return crc.getValue();
    }

    /** Whether the file has what it had at a position. */
    boolean holds(Position position) throws IOException {
        return file.length() >= position.length() && crc(position.length(), position.tailBytes()) == position.tailCrc();
    }

    /** Whether the file still has its name; where files have no identity, it is taken to. */
    boolean isNamed() {
        try {
            return Objects.equals(key, keyOf(path));
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
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
    static void syncFolder(Path path) {
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
