package io.millrace.ingest.delivery;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a sink stands, on the disk: the offset of the log, the number of its next row, and the batch under way. The
 * file has two places that are written in turn, so that a kill in the middle of one leaves the other.
 *
 * <p>Rows of a sink are numbered without holes, of whichever rows of the log it takes, since the name of a batch says
 * how many there are. The numbers belong to a stream, which is new with each new file.
 *
 * <p><b>Threading:</b> one thread.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes them
final class SinkJournal implements AutoCloseable {

    private static final int PLACE = 4096;
    private static final int HEAD = 8;
    private static final int MAX_TYPES = 3_000;

    private final Path path;
    private final RandomAccessFile file;
    private long generation;
    private String stream = "";
    private volatile long position;
    private volatile long sequence;
    private volatile @Nullable Cut cut;

    private SinkJournal(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens the journal of a sink, or makes one.
     *
     * @param stream name before the part that makes it unique
     * @param begin offset of the log that a new sink begins at
     * @throws FatalException when the file cannot be used
     */
    static SinkJournal open(Path path, String stream, long begin) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            boolean isNew = !Files.exists(path) || Files.size(path) == 0;
            SinkJournal journal = new SinkJournal(path, new RandomAccessFile(path.toFile(), "rw"));
            if (isNew) {
                journal.stream = stream + "/" + UUID.randomUUID().toString().substring(0, 8);
                journal.write(begin, 0, null);
            } else {
                journal.recover();
            }
            return journal;
        } catch (IOException | TransientException e) {
            throw new FatalException("cannot open offsets " + path + ": " + e.getMessage(), e);
        }
    }

    private void recover() throws IOException {
        for (int place = 0; place < 2; place++) {
            byte[] bytes = new byte[PLACE];
            file.seek((long) place * PLACE);
            int length = file.read(bytes);
            if (length > HEAD) {
                read(bytes);
            }
        }
        if (generation == 0) {
            throw new IOException("both places are damaged; without it nobody knows what the sink has stored. "
                    + "Delete the file to let it begin with new rows");
        }
    }

    private void read(byte[] bytes) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(bytes);
        int length = head.getInt();
        if (length < 1 || length > PLACE - HEAD || head.getInt() != checksum(bytes, HEAD, length)) {
            return;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, HEAD, length));
        long found = in.readLong();
        if (found <= generation) {
            return;
        }
        generation = found;
        stream = in.readUTF();
        position = in.readLong();
        sequence = in.readLong();
        cut = in.readBoolean() ? new Cut(in.readLong(), in.readInt(), types(in)) : null;
    }

    private static Set<String> types(DataInputStream in) throws IOException {
        Set<String> types = new LinkedHashSet<>();
        for (int count = in.readInt(); count > 0; count--) {
            types.add(in.readUTF());
        }
        return types;
    }

    /** The batch that is written next; it can be found again before this returns. */
    void cut(Cut next) {
        write(position, sequence, next);
    }

    /** The batch is stored, or a letter. */
    void commit() {
        Cut done = cut;
        if (done != null) {
            write(done.to(), sequence + done.count(), null);
        }
    }

    /** There is nothing for this sink before an offset. */
    void pass(long offset) {
        write(offset, sequence, null);
    }

    /** The batch under way cannot be put together again; its numbers are not used for other rows. */
    void giveUp() {
        Cut lost = cut;
        write(position, sequence + (lost == null ? 0 : lost.count()), null);
    }

    private void write(long newPosition, long newSequence, @Nullable Cut newCut) {
        try {
            byte[] payload = payload(newPosition, newSequence, newCut);
            ByteBuffer place = ByteBuffer.allocate(PLACE);
            place.putInt(payload.length)
                    .putInt(checksum(payload, 0, payload.length))
                    .put(payload);
            file.seek((generation + 1) % 2 * PLACE);
            file.write(place.array());
            file.getFD().sync();
        } catch (IOException e) {
            throw new TransientException("cannot write offsets " + path + ": " + e.getMessage(), e);
        }
        generation++;
        position = newPosition;
        sequence = newSequence;
        cut = newCut;
    }

    private byte[] payload(long newPosition, long newSequence, @Nullable Cut newCut) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(generation + 1);
        out.writeUTF(stream);
        out.writeLong(newPosition);
        out.writeLong(newSequence);
        out.writeBoolean(newCut != null);
        if (newCut != null) {
            out.writeLong(newCut.to());
            out.writeInt(newCut.count());
            out.writeInt(newCut.types().size());
            for (String type : newCut.types()) {
                out.writeUTF(type);
            }
        }
        return bytes.toByteArray();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Whether a set of types fits into a journal. */
    static boolean fits(Set<String> types) {
        return types.stream().mapToInt(type -> 2 + 3 * type.length()).sum() <= MAX_TYPES;
    }

    /** Name of the stream that its batches belong to. */
    String stream() {
        return stream;
    }

    /** Offset of the log before which nothing is left to do. */
    long position() {
        return position;
    }

    /** Number of the next row. */
    long sequence() {
        return sequence;
    }

    /** The batch under way; null when there is none. */
    @Nullable
    Cut cut() {
        return cut;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException _) {
            // what was written is on the disk
        }
    }
}
