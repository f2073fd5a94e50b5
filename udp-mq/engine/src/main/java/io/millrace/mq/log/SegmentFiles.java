package io.millrace.mq.log;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a log: one lock file and the segment files, {@code 0000000001.log} and so on. */
final class SegmentFiles implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("\\d{10}\\.log");
    private static final byte[] ZEROS = new byte[64 * 1024];

    private final Path folder;
    private final RandomAccessFile lock;

    private SegmentFiles(Path folder, RandomAccessFile lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder if needed and takes it for this process.
     *
     * @throws FatalException when it cannot be made or another log has it
     */
    static SegmentFiles open(Path folder) {
        try {
            Files.createDirectories(folder);
            RandomAccessFile lock = new RandomAccessFile(folder.resolve("lock").toFile(), "rw");
            if (!isTaken(lock)) {
                lock.close();
                throw new FatalException("log " + folder + " is in use by another process or node");
            }
            return new SegmentFiles(folder, lock);
        } catch (IOException e) {
            throw new FatalException("cannot open log " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean isTaken(RandomAccessFile lock) throws IOException {
        try {
            return lock.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    Path path(long number) {
        return folder.resolve("%010d.log".formatted(number));
    }

    /** The numbers of the segment files, ascending. */
    List<Long> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .map(name -> Long.valueOf(name.substring(0, 10)))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Makes a file of zeros, on the disk when it returns. They are really written: a store into a hole of a sparse file
     * on a full disk would end the process by a signal, here it is an exception.
     */
    Segment create(long number, long size) throws IOException {
        Path path = path(number);
        try {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                for (long done = 0; done < size; done += ZEROS.length) {
                    file.write(ZEROS, 0, (int) Math.min(ZEROS.length, size - done));
                }
                file.getFD().sync();
            }
            sync();
            return map(number);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Maps a file that exists. */
    Segment map(long number) throws IOException {
        Path path = path(number);
        // an interrupt would close the channel
        boolean interrupted = Thread.interrupted();
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Segment(path, arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    long size(long number) throws IOException {
        return Files.size(path(number));
    }

    void delete(long number) throws IOException {
        Files.deleteIfExists(path(number));
    }

    /** Keeps a file that cannot be read under another name, out of the way. */
    Path setAside(long number) throws IOException {
        Path path = path(number);
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        return Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the names of files durable, where folders can be synced. */
    void sync() {
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
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
        lock.close();
    }
}
