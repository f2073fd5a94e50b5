package io.millrace.ingest.feed;

import io.millrace.ingest.rest.Answer;
import io.millrace.ingest.rest.TradesClient;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Searches for trades in the background, one search at a time.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Searcher implements AutoCloseable {

    private final TradesClient client;
    private final Inbox inbox;
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();
    private volatile boolean closed;

    Searcher(TradesClient client, Inbox inbox) {
        this.client = client;
        this.inbox = inbox;
    }

    boolean busy() {
        return running.get() != null;
    }

    /** Begins a search; the inbox gets its answer. */
    void search(Ledgers.Wanted wanted) {
        Thread thread = Thread.ofVirtual().name("feed-search").unstarted(() -> {
            Answer answer;
            try {
                answer = client.search(wanted.search());
            } catch (InterruptedException e) {
                return; // closed
            } catch (RuntimeException e) {
                answer = new Answer.Failed(wanted.search(), "the search failed: " + e);
            }
            inbox.put(new Delivery.Searched(wanted.type(), answer));
        });
        if (!closed && running.compareAndSet(null, thread)) {
            thread.start();
        }
    }

    /** The answer was taken into account; the next search may begin. */
    void done() {
        running.set(null);
    }

    @Override
    public void close() {
        closed = true;
        Thread thread = running.get();
        if (thread != null) {
            thread.interrupt();
        }
        client.close();
    }
}
