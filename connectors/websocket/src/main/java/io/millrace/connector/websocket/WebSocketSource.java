package io.millrace.connector.websocket;

import static java.util.Objects.requireNonNull;

import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.Source;
import io.millrace.core.failure.StreamException;
import io.millrace.core.flow.DropListener;
import io.millrace.core.flow.QueueSource;
import io.millrace.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a WebSocket server. A record has no key, the message as value and the time of arrival. It never ends: a
 * connection that was closed, also with code 1000, or is silent, is a failure after which the source is reopened, and
 * the greetings are sent anew.
 *
 * <p><b>Delivery:</b> a WebSocket repeats nothing. What was received and not committed is given again by this object;
 * what the server sent while there was no connection is missed.
 *
 * <p><b>Bound:</b> between the network and the pipeline lies the {@link #queue}, of fixed capacity. With {@code BLOCK}
 * the socket is not read while it is full; the other policies drop here, which is counted.
 *
 * <p><b>Failure:</b> transient when the server is not reached, asks for less (HTTP 429, close code 1013), goes away or
 * is silent; fatal when it refuses us (HTTP 401, 403 and other 4xx; close codes 1002, 1003, 1007 to 1010, 3000, 3003)
 * and when a message is longer than the settings allow.
 */
public final class WebSocketSource implements Source<WebSocketMessage> {

    /** How often the connection is looked at while nothing comes. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Ticker ticker;
    private final QueueSource<WebSocketMessage> queue;
    private final WebSocketDialer dialer;
    private volatile @Nullable WebSocketLink link;
    private volatile boolean closed;

    /**
     * Makes a source.
     *
     * @param drops hears of what the overflow policy drops
     */
    public WebSocketSource(WebSocketSettings settings, Ticker ticker, DropListener drops) {
        requireNonNull(settings, "settings is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.queue = new QueueSource<>(settings.queue(), drops);
        this.dialer = new WebSocketDialer(settings, ticker);
    }

    /** Makes a source whose drops only its {@link #queue} counts. */
    public static WebSocketSource of(WebSocketSettings settings, Ticker ticker) {
        return new WebSocketSource(settings, ticker, DropListener.NONE);
    }

    /** The bound between network and pipeline, for meters. */
    public QueueSource<?> queue() {
        return queue;
    }

    @Override
    public void open() {
        disconnect();
        if (closed) {
            return;
        }
        queue.open();
        link = dialer.dial(new Receiver());
        if (closed) {
            disconnect();
        }
    }

    @Override
    public Poll<WebSocketMessage> poll(Duration timeout) throws InterruptedException {
        Duration left = timeout;
        while (true) {
            Duration wait = left.compareTo(LOOK) < 0 ? left : LOOK;
            Poll<WebSocketMessage> polled = queue.poll(wait);
            WebSocketLink open = link;
            if (open != null) {
                open.resume();
            }
            left = left.minus(wait);
            if (!(polled instanceof Poll.Idle)) {
                return polled;
            }
            if (open != null) {
                open.check();
            }
            if (!left.isPositive()) {
                return polled;
            }
        }
    }

    private void disconnect() {
        WebSocketLink open = link;
        link = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        queue.close();
        disconnect();
        dialer.close();
    }

    private final class Receiver implements WebSocketReceiver {

        @Override
        public int received(List<WebSocketMessage> messages) {
            Instant now = ticker.now();
            List<Record<WebSocketMessage>> records = new ArrayList<>(messages.size());
            for (WebSocketMessage message : messages) {
                records.add(Record.of(message, now));
            }
            return queue.offerAll(records);
        }

        @Override
        public void lost(StreamException cause) {
            queue.fail(cause);
        }
    }
}
