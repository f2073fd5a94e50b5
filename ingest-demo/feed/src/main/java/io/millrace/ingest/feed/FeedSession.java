package io.millrace.ingest.feed;

import io.millrace.connector.websocket.WebSocketLink;
import io.millrace.connector.websocket.WebSocketMessage;
import io.millrace.connector.websocket.WebSocketReceiver;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import io.millrace.core.failure.TransientException;
import io.millrace.ingest.message.FeedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its begin to its end.
 *
 * <p><b>Threading:</b> the event loop delivers; the rest is called by the thread that polls.
 */
final class FeedSession implements WebSocketReceiver {

    /** How long the exchange may take to confirm the subscription. */
    private static final Duration CONFIRMATION = Duration.ofSeconds(10);

    private final Inbox inbox;
    private final Set<String> unconfirmed;
    private final long begun;
    private volatile @Nullable WebSocketLink link;
    private volatile @Nullable StreamException cause;
    private boolean answered;
    private boolean confirmed;

    FeedSession(Inbox inbox, Set<String> channels, long nanos) {
        this.inbox = inbox;
        this.unconfirmed = new TreeSet<>(channels);
        this.begun = nanos;
    }

    void begin(WebSocketLink on) {
        link = on;
    }

    @Override
    public int received(List<WebSocketMessage> messages) {
        return inbox.offer(this, messages);
    }

    @Override
    public void lost(StreamException why) {
        if (cause == null) {
            cause = why;
        }
        inbox.ring();
    }

    /** The exchange says what we are subscribed to; it may say so several times until all is there. */
    void subscribed(FeedMessage.Subscriptions to) {
        answered = true;
        unconfirmed.removeAll(to.channels().keySet());
        confirmed = unconfirmed.isEmpty();
    }

    /** The exchange has refused something: the subscription, or us for what we do. */
    void refused(FeedMessage.Failure failure) {
        String text = "the exchange says '" + failure.message() + "'"
                + (failure.reason().isEmpty() ? "" : ": " + failure.reason());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("rate limit") || lower.contains("too many")) {
            end(TransientException.overloaded(text, null));
        } else {
            end(confirmed ? new TransientException(text) : new FatalException(text));
        }
    }

    /** Looks for silence and for a subscription that is not confirmed; reads on when reading was stopped. */
    void check(long nanos) {
        WebSocketLink on = link;
        if (on == null || cause != null) {
            return;
        }
        on.resume();
        on.check();
        if (!confirmed && cause == null && nanos - begun >= CONFIRMATION.toNanos()) {
            String missing =
                    "the exchange has not confirmed " + unconfirmed + " within " + CONFIRMATION.toSeconds() + " s";
            end(answered ? new FatalException(missing) : new TransientException(missing));
        }
    }

    private void end(StreamException why) {
        if (cause == null) {
            cause = why;
        }
        close();
    }

    boolean alive() {
        return link != null && cause == null;
    }

    /** Why it has ended; null while it has not. What the network says after a confirmation is never for good. */
    @Nullable
    StreamException cause() {
        StreamException why = cause;
        return confirmed && why instanceof FatalException ? new TransientException(why.reason(), why) : why;
    }

    void close() {
        WebSocketLink on = link;
        if (on != null) {
            on.close();
        }
    }
}
