package io.millrace.connector.websocket;

import static java.util.Objects.requireNonNull;

import io.millrace.core.failure.StreamException;
import io.millrace.core.time.Ticker;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection. What came with one read of the socket is handed over together, so that a busy connection wakes its
 * reader seldom; a receiver that takes less than all stops the reading until {@link #resume}.
 *
 * <p><b>Threading:</b> public methods are for any thread and do not wait.
 */
public final class WebSocketLink implements AutoCloseable {

    private static final int MAX_BURST = 1_024;

    private final WebSocketSettings settings;
    private final WebSocketReceiver receiver;
    private final Ticker ticker;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable WebSocket socket;
    private volatile boolean paused;
    private volatile long lastMessage;
    private volatile long lastSign;
    private volatile long lastPing;
    // of the event loop
    private @Nullable Context context;
    private List<WebSocketMessage> burst = new ArrayList<>();
    private boolean handing;
    private @Nullable ByteArrayOutputStream parts;
    private boolean partsAreText;
    private @Nullable StreamException ending;

    WebSocketLink(WebSocketSettings settings, WebSocketReceiver receiver, Ticker ticker, ClientWebSocket opening) {
        this.settings = settings;
        this.receiver = receiver;
        this.ticker = ticker;
        signOfLife(true);
        lastPing = lastMessage;
        // before the connection is there, so that its first message finds them
        opening.frameHandler(this::frame);
        opening.pongHandler(_ -> signOfLife(false));
        opening.exceptionHandler(e -> endWith(WebSocketFailures.broken(settings, e)));
        opening.closeHandler(_ -> closedByServer());
    }

    void opened(WebSocket opened) {
        socket = opened;
        signOfLife(true);
        if (ended.get()) {
            opened.close();
        }
    }

    private void signOfLife(boolean message) {
        long now = ticker.nanos();
        lastSign = now;
        if (message) {
            lastMessage = now;
        }
    }

    private void frame(WebSocketFrame frame) {
        if (ended.get() || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
            return;
        }
        if (frame.isFinal() && !frame.isContinuation()) {
            add(new WebSocketMessage(bytes(frame.binaryData()), frame.isText()));
        } else {
            join(frame);
        }
    }

    private void join(WebSocketFrame frame) {
        ByteArrayOutputStream joined = parts;
        if (joined == null) {
            joined = new ByteArrayOutputStream();
            partsAreText = frame.isText();
            parts = joined;
        }
        joined.writeBytes(bytes(frame.binaryData()));
        if (joined.size() > settings.maxMessageBytes()) {
            endWith(WebSocketFailures.tooLong(settings));
        } else if (frame.isFinal()) {
            parts = null;
            add(new WebSocketMessage(joined.toByteArray(), partsAreText));
        }
    }

    /** The array behind the buffer where it is that frame alone, as it is unless the frame was sent in parts. */
    private static byte[] bytes(Buffer data) {
        @SuppressWarnings("deprecation") // the only way to it without a copy
        ByteBuf buffer = data.getByteBuf();
        if (buffer.hasArray()
                && buffer.arrayOffset() == 0
                && buffer.readerIndex() == 0
                && buffer.array().length == buffer.readableBytes()) {
            return buffer.array();
        }
        return data.getBytes();
    }

    private void add(WebSocketMessage message) {
        burst.add(message);
        if (burst.size() >= MAX_BURST) {
            handOver();
        } else if (!handing) {
            // behind the frames of this read
            handing = true;
            Context loop = context;
            if (loop == null) {
                loop = requireNonNull(Vertx.currentContext());
                context = loop;
            }
            loop.runOnContext(_ -> {
                handing = false;
                handOver();
            });
        }
    }

    private void handOver() {
        if (burst.isEmpty() || ended.get()) {
            return;
        }
        signOfLife(true);
        give();
        WebSocket open = socket;
        if (!burst.isEmpty() && !paused && open != null) {
            paused = true;
            open.pause();
            // once more: who made room before seeing that we wait will not call us
            give();
            if (burst.isEmpty()) {
                paused = false;
                open.resume();
            }
        }
    }

    private void give() {
        int taken = receiver.received(burst);
        if (taken == burst.size()) {
            burst.clear();
        } else {
            burst = new ArrayList<>(burst.subList(taken, burst.size()));
        }
    }

    /** Whether the receiver took less than all and {@link #resume} is waited for. */
    public boolean paused() {
        return paused;
    }

    /** Gives what was not taken again and reads on; does nothing unless the link is paused. */
    public void resume() {
        Context loop = context;
        if (!paused || loop == null) {
            return;
        }
        loop.runOnContext(_ -> {
            if (!paused) {
                return;
            }
            give();
            WebSocket open = socket;
            if (burst.isEmpty() && open != null) {
                // nobody was heard while we did not listen
                signOfLife(true);
                paused = false;
                open.resume();
                StreamException cause = ending;
                if (cause != null) {
                    // behind what the resumed socket still has
                    loop.runOnContext(_ -> endWith(cause));
                }
            }
        });
    }

    /** Sends a text message. */
    public void send(String text) {
        WebSocket open = socket;
        if (open != null && !open.isClosed()) {
            open.writeTextMessage(text).onFailure(e -> lost(WebSocketFailures.broken(settings, e)));
        }
    }

    /**
     * Looks whether the connection is silent and pings when it is time; to be called now and then. A silent connection
     * is closed, and the receiver hears of it.
     */
    public void check() {
        WebSocket open = socket;
        if (open == null || ended.get() || paused) {
            return; // who does not listen hears nothing
        }
        long now = ticker.nanos();
        long silence = settings.silence().toNanos();
        if (silence > 0 && now - lastMessage >= silence) {
            lost(WebSocketFailures.silent(settings));
            return;
        }
        long ping = settings.ping().toNanos();
        if (ping > 0 && now - lastPing >= ping) {
            if (lastSign - lastPing < 0) {
                lost(WebSocketFailures.unanswered(settings));
                return;
            }
            lastPing = now;
            open.writePing(Buffer.buffer("millrace"));
        }
    }

    /** Whether the connection stands. */
    public boolean alive() {
        return !ended.get();
    }

    private void closedByServer() {
        WebSocket open = socket;
        if (open != null) {
            endWith(WebSocketFailures.closed(settings, open.closeStatusCode(), open.closeReason()));
        }
    }

    /** Reports the end once all that came before it has been taken; the first cause counts. */
    private void endWith(StreamException cause) {
        StreamException first = ending == null ? cause : ending;
        ending = first;
        handOver();
        if (burst.isEmpty()) {
            lost(first);
        }
    }

    private void lost(StreamException cause) {
        if (ended.compareAndSet(false, true)) {
            hangUp();
            receiver.lost(cause);
        }
    }

    /** Says goodbye with code 1000; the receiver hears nothing of it, and gets nothing any more. */
    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            hangUp();
        }
    }

    private void hangUp() {
        WebSocket open = socket;
        if (open != null && !open.isClosed()) {
            open.close();
        }
    }
}
