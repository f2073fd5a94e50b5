package io.millrace.benchmark;

import io.millrace.mq.log.LogSettings;
import io.millrace.mq.log.MappedMessageLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Appending 64-byte entries to the durable log, each released at once: without force, with one force per entry (the
 * baseline), and with a thread that forces one group after the other beside the appending thread. The arguments are the
 * seconds per cell and the folder to work in, which decides about the disk.
 */
final class MqLogBenchmark {

    private static final int ENTRY = 64;
    private static final int BATCH = 100;
    private static final LogSettings SETTINGS = new LogSettings(16 << 20, 256 << 20, false);

    private final Path folder;
    private final long nanos;
    private final ByteBuffer entry = ByteBuffer.allocateDirect(ENTRY);
    private volatile boolean over;

    private MqLogBenchmark(Path folder, long nanos) {
        this.folder = folder;
        this.nanos = nanos;
    }

    public static void main(String[] args) throws Exception {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 5;
        Path parent = Path.of(args.length > 1 ? args[1] : System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "mq-log");
        try {
            new MqLogBenchmark(folder, seconds * 1_000_000_000L).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws InterruptedException {
        try (MappedMessageLog log = MappedMessageLog.open(folder, SETTINGS, (_, _) -> {})) {
            appends(log); // warms up
            double alone = appends(log);
            System.out.printf("append and release, no force   %,12.0f entries/s  %5.0f ns each%n", alone, 1e9 / alone);
            double each = forceEach(log);
            System.out.printf("one force per entry            %,12.0f entries/s  %,8.0f forces/s%n", each, each);
            double grouped = group(log);
            System.out.printf("group commit is                %12.0f times the baseline%n", grouped / each);
        }
    }

    private void append(MappedMessageLog log) {
        log.release(log.append(entry.clear()));
    }

    private double appends(MappedMessageLog log) {
        long start = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - start < nanos) {
            for (int i = 0; i < BATCH; i++) {
                append(log);
            }
            count += BATCH;
        }
        return count * 1e9 / (System.nanoTime() - start);
    }

    private double forceEach(MappedMessageLog log) {
        long start = System.nanoTime();
        long count = 0;
        for (; System.nanoTime() - start < nanos; count++) {
            append(log);
            log.force();
        }
        return count * 1e9 / (System.nanoTime() - start);
    }

    /** At most as much in flight as 32 clients with 100 entries each; counts what the disk has. */
    private double group(MappedMessageLog log) throws InterruptedException {
        long[] forces = new long[1];
        Thread forcing = Thread.ofPlatform().start(() -> {
            while (!over) {
                if (log.durable() < log.position()) {
                    log.force();
                    forces[0]++;
                } else {
                    Thread.onSpinWait();
                }
            }
        });
        long start = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - start < nanos) {
            long group = log.position();
            for (int i = 0; i < 32 * BATCH; i++) {
                append(log);
            }
            count += 32 * BATCH;
            while (log.durable() <= group) {
                Thread.onSpinWait();
            }
        }
        long end = log.position();
        while (log.durable() < end) {
            Thread.onSpinWait();
        }
        double rate = count * 1e9 / (System.nanoTime() - start);
        over = true;
        forcing.join();
        System.out.printf(
                "group commit                   %,12.0f entries/s  %,8.0f forces/s%n",
                rate, forces[0] * 1e9 / (System.nanoTime() - start));
        return rate;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
