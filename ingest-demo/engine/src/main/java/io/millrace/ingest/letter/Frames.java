package io.millrace.ingest.letter;

import io.millrace.core.failure.TransientException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of entries, each with its length and a CRC32C; what a kill left unfinished at its end is cut off.
 *
 * <p><b>Threading:</b> guarded by who uses it.
 */
final class Frames implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Frames.class);
    private static final int HEAD = 8;
    private static final int MAX = 256 << 20;

    /** Writes the fields of an entry. */
    interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    /** Takes the entries of a file. */
    interface Reader {
        void read(DataInputStream in, long position) throws IOException;
    }

    private final Path path;
    private RandomAccessFile file;
    private long size;

    private Frames(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /** Opens a file, made when it is not there, and reads what it has. */
    static Frames open(Path path, Reader reader) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Frames frames = new Frames(path, new RandomAccessFile(path.toFile(), "rw"));
        frames.recover(reader);
        return frames;
    }

    private void recover(Reader reader) throws IOException {
        long length = file.length();
        while (size + HEAD <= length) {
            byte[] payload = at(size, length);
            if (payload == null) {
                break;
            }
            reader.read(new DataInputStream(new ByteArrayInputStream(payload)), size);
            size += HEAD + payload.length;
        }
        if (size < length) {
            log.warn("the end of dead letters was not whole and is cut off, bytes={} file={}", length - size, path);
            file.setLength(size);
        }
    }

    private byte @Nullable [] at(long position, long limit) throws IOException {
        file.seek(position);
        int length = file.readInt();
        int checksum = file.readInt();
        if (length < 1 || length > MAX || position + HEAD + length > limit) {
            return null;
        }
        byte[] payload = new byte[length];
        file.readFully(payload);
        return checksum(payload) == checksum ? payload : null;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Adds an entry, not yet forced to the disk; gives its position. */
    long add(Fields fields) {
        byte[] frame = frame(fields);
        long position = size;
        try {
            file.seek(size);
            file.write(frame);
            size += frame.length;
            return position;
        } catch (IOException e) {
            try {
                file.setLength(size);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw failure(e);
        }
    }

    private static byte[] frame(Fields fields) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            fields.write(new DataOutputStream(bytes));
            byte[] payload = bytes.toByteArray();
            return ByteBuffer.allocate(HEAD + payload.length)
                    .putInt(payload.length)
                    .putInt(checksum(payload))
                    .put(payload)
                    .array();
        } catch (IOException e) {
            throw new IllegalStateException("cannot happen in memory", e);
        }
    }

    /** Forces what was added to the disk. */
    void sync() {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The entry at a position. */
    DataInputStream read(long position) {
        try {
            byte[] payload = at(position, size);
            if (payload == null) {
                throw new EOFException("entry at " + position + " is damaged");
            }
            return new DataInputStream(new ByteArrayInputStream(payload));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    long size() {
        return size;
    }

    /** What entries are written to in place of the old ones. */
    interface Rewrite {
        void write(Frames target);
    }

    /** Replaces all entries at once: after a kill there are the old ones or the new ones. */
    void rewrite(Rewrite rewrite) {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            Frames target = new Frames(next, new RandomAccessFile(next.toFile(), "rw"));
            rewrite.write(target);
            target.sync();
            target.file.close();
            file.close();
            move(next);
            file = new RandomAccessFile(path.toFile(), "rw");
            size = target.size;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void move(Path next) throws IOException {
        try {
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException _) {
            log.debug("a folder cannot be forced to the disk here, file={}", path);
        }
    }

    private TransientException failure(IOException e) {
        return new TransientException("cannot use dead letters " + path + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            log.warn("cannot close dead letters, cause={}", e.toString());
        }
    }
}
