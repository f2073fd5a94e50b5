package io.millrace.mq.log;

import io.millrace.core.failure.TransientException;
import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the next segment while the present one fills, on a thread of its own, so that appending does not wait for a
 * file of zeros. {@link #prepare}, {@link #take} and {@link #close} are guarded by the log's lock.
 */
final class SegmentSupply implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SegmentSupply.class);

    /** After a failure the disk is left alone for so long. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SegmentFiles files;
    private final long segmentBytes;
    private final Ticker ticker;
    // makes segments, and takes no lock: whoever holds the log's lock may wait for it
    private final ExecutorService maker;
    private final ExecutorService upkeep;
    private @Nullable Future<Segment> next;
    private long nextNumber;
    private @Nullable IOException refused;
    private long refusedNanos;

    SegmentSupply(SegmentFiles files, long segmentBytes, Ticker ticker) {
        this.files = files;
        this.segmentBytes = segmentBytes;
        this.ticker = ticker;
        this.maker = thread("log-maker-" + files.folder().getFileName());
        this.upkeep = thread("log-upkeep-" + files.folder().getFileName());
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Begins to make a segment. */
    void prepare(long number) {
        if (next == null) {
            nextNumber = number;
            next = maker.submit(() -> files.create(number, segmentBytes));
        }
    }

    /**
     * The prepared segment; waits until it is there.
     *
     * @throws TransientException when the disk is full
     */
    Segment take(long number) {
        IOException before = refused;
        if (before != null && ticker.nanos() - refusedNanos < PAUSE.toNanos()) {
            throw failure(before);
        }
        prepare(number);
        Future<Segment> future = next;
        next = null;
        try {
            Segment made = future == null ? files.create(number, segmentBytes) : await(future);
            refused = null;
            return made;
        } catch (IOException e) {
            refused = e;
            refusedNanos = ticker.nanos();
            throw failure(e);
        }
    }

    private static Segment await(Future<Segment> future) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private TransientException failure(IOException e) {
        return new TransientException("cannot extend log " + files.folder() + ": " + e.getMessage(), e);
    }

    /** Does something beside the appending. */
    void execute(Runnable task) {
        upkeep.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.warn("upkeep of log {} failed: {}", files.folder(), e.getMessage(), e);
            }
        });
    }

    /** Waits for what is under way and removes the segment that was not taken. */
    @Override
    public void close() {
        upkeep.close();
        maker.close();
        if (next != null) {
            try {
                await(next).close();
                files.delete(nextNumber);
            } catch (IOException e) {
                log.debug("no spare segment of log {}: {}", files.folder(), e.getMessage());
            }
            next = null;
        }
    }
}
