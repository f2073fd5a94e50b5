package io.millrace.connector.file;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses files that were put aside, one after the other on a thread of its own. What to do is seen from the folder,
 * so what a crash has interrupted is done next time: a {@code .gz} has its name only when it is whole and on the disk,
 * and its original goes after that.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Compression implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Compression.class);
    private static final int BLOCK = 64 * 1024;

    private final RotatedFiles files;
    private final Semaphore looks = new Semaphore(0);
    private final FutureTask<Void> done;
    private final Thread thread;
    private volatile boolean closed;

    Compression(Path path, RotatedFiles files) {
        this.files = files;
        this.done = new FutureTask<>(this::run, null);
        this.thread = Thread.ofVirtual().name("compress-" + path.getFileName()).unstarted(done);
    }

    void start() {
        thread.start();
        look();
    }

    /** Files may have been put aside. */
    void look() {
        looks.release();
    }

    private void run() {
        while (!closed) {
            looks.acquireUninterruptibly();
            looks.drainPermits();
            try {
                for (Path file : files.uncompressed()) {
                    compress(file);
                }
            } catch (IOException e) {
                log.warn("cannot compress, tried again with the next file, reason={}", e.toString());
            }
        }
    }

    private void compress(Path file) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".gz");
        if (Files.exists(whole)) {
            if (!sameContent(file, whole)) {
                if (!closed) {
                    log.warn("not compressed, another file has the name, file={} other={}", file, whole);
                }
                return;
            }
        } else {
            Path part = file.resolveSibling(whole.getFileName() + ".part");
            if (!copy(file, part)) {
                Files.deleteIfExists(part);
                return;
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            AppendFile.syncFolder(whole);
        }
        Files.delete(file);
        log.debug("compressed, file={}", whole);
    }

    /** False when it was told to end before it was done. */
    private boolean copy(Path from, Path to) throws IOException {
        byte[] block = new byte[BLOCK];
        try (FileInputStream in = new FileInputStream(from.toFile());
                FileOutputStream file = new FileOutputStream(to.toFile());
                GZIPOutputStream out = new GZIPOutputStream(file, BLOCK)) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                if (closed) {
                    return false;
                }
                out.write(block, 0, count);
            }
            out.finish();
            file.getFD().sync();
        }
        return true;
    }

    /** Also false when it was told to end before it was done. */
    private boolean sameContent(Path plain, Path compressed) throws IOException {
        try (InputStream one = new FileInputStream(plain.toFile());
                InputStream other = new GZIPInputStream(new FileInputStream(compressed.toFile()), BLOCK)) {
            byte[] block = new byte[BLOCK];
            byte[] second = new byte[BLOCK];
            while (!closed) {
                int count = one.readNBytes(block, 0, BLOCK);
                if (other.readNBytes(second, 0, BLOCK) != count || !Arrays.equals(block, 0, count, second, 0, count)) {
                    return false;
                }
                if (count < BLOCK) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Ends within the time of one block. */
    @Override
    public void close() {
        closed = true;
        looks.release();
        Uninterrupted.await(done);
    }
}
