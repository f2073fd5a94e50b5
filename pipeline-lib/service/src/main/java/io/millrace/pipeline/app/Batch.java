package io.millrace.pipeline.app;

import io.millrace.core.time.Ticker;
import io.millrace.pipeline.DataPackage;
import io.millrace.pipeline.app.JsonData.Line;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The packages of one request: a thread of its own sends them as the pipeline takes them, while the request's gives
 * what has ended. Used once.
 */
final class Batch {

    /** What takes packages as they end; may block. */
    interface Results {

        /**
         * One package; its status is not final when the time was over before.
         *
         * @param more whether another one is ready
         */
        void take(int line, DataPackage<Object> dataPackage, boolean more) throws Exception;
    }

    /** Line number {@code index} has ended, or could not be sent. */
    private record Event(
            int index,
            @Nullable DataPackage<Object> ended,
            @Nullable RuntimeException failure) {}

    private final Sending sending;
    private final List<Line> lines;
    private final Ticker ticker;
    private final Semaphore window;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicReferenceArray<@Nullable DataPackage<Object>> sent;
    private final boolean[] told;

    /**
     * A batch.
     *
     * @param window packages within the pipeline at a time
     */
    Batch(Sending sending, List<Line> lines, int window, Ticker ticker) {
        this.sending = sending;
        this.lines = lines;
        this.ticker = ticker;
        this.window = new Semaphore(window);
        this.sent = new AtomicReferenceArray<>(lines.size());
        this.told = new boolean[lines.size()];
    }

    /**
     * Sends all and gives each as it ends. When the time is over, gives those within the pipeline as they are, and
     * sends no more.
     *
     * @throws RuntimeException when a package could not be sent, after those before it were given
     */
    void run(Results results) throws Exception {
        long deadline = ticker.nanos() + sending.timeout().toNanos();
        Thread sender = Thread.ofVirtual().name("batch").start(this::send);
        try {
            int open = lines.size();
            RuntimeException failure = null;
            while (open > 0) {
                Event event = events.poll(deadline - ticker.nanos(), TimeUnit.NANOSECONDS);
                if (event == null) {
                    break;
                }
                if (event.failure() != null) {
                    failure = event.failure();
                    open -= lines.size() - event.index();
                } else if (event.ended() != null) {
                    open--;
                    window.release();
                    told[event.index()] = true;
                    results.take(lines.get(event.index()).number(), event.ended(), !events.isEmpty());
                }
            }
            if (open > 0) {
                sender.interrupt();
                tellTheRest(results);
            }
            if (failure != null) {
                throw failure;
            }
        } finally {
            sender.interrupt();
        }
    }

    private void send() {
        for (int i = 0; i < lines.size(); i++) {
            int index = i;
            try {
                window.acquire();
                sent.set(i, sending.send(lines.get(i).data(), ended -> events.add(new Event(index, ended, null))));
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                events.add(new Event(i, null, e));
                return;
            }
        }
    }

    private void tellTheRest(Results results) throws Exception {
        for (int i = 0; i < lines.size(); i++) {
            DataPackage<Object> dataPackage = sent.get(i);
            if (dataPackage != null && !told[i]) {
                results.take(lines.get(i).number(), dataPackage, true);
            }
        }
    }
}
