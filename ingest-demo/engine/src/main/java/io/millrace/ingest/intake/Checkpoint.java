package io.millrace.ingest.intake;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of a source as of an offset of the log.
 *
 * @param type of the source
 * @param offset rows from it on came later
 * @param state what the source gave; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // opaque, and never compared
record Checkpoint(String type, long offset, byte[] state) {

    private static final Logger log = LoggerFactory.getLogger(Checkpoint.class);

    /** Replaces the file at once: after a kill there is the old one or the new one. */
    void write(Path file) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(bytes);
            fields.writeUTF(type);
            fields.writeLong(offset);
            fields.write(state);
            try (RandomAccessFile out = new RandomAccessFile(next.toFile(), "rw")) {
                out.setLength(0);
                out.writeInt(checksum(bytes.toByteArray()));
                out.write(bytes.toByteArray());
                out.getFD().sync();
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TransientException("cannot write checkpoint " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file; null when there is none, or it is of another type of source.
     *
     * @throws FatalException when it is damaged
     */
    static @Nullable Checkpoint read(Path file, String type) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            byte[] fields = Arrays.copyOfRange(bytes, Math.min(4, bytes.length), bytes.length);
            DataInputStream all = new DataInputStream(new ByteArrayInputStream(bytes));
            if (all.readInt() != checksum(fields)) {
                throw new IOException("it is damaged; delete it to let the source begin without its memory");
            }
            Checkpoint found = new Checkpoint(all.readUTF(), all.readLong(), all.readAllBytes());
            if (!found.type().equals(type)) {
                log.warn("the source is of another type now and begins without memory, before={}", found.type());
                return null;
            }
            return found;
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw new FatalException("cannot read checkpoint " + file + ": " + e.getMessage(), e);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
