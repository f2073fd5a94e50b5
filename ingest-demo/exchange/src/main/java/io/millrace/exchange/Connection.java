package io.millrace.exchange;

import io.millrace.exchange.wire.FrameReader;
import io.millrace.exchange.wire.Frames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client on the feed. What waits to be written is bounded; a client that does not read it is cut.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
final class Connection implements FrameReader.Receiver {

    static final int NORMAL = 1000;
    static final int POLICY = 1008;
    private static final int MAX_MESSAGE = 64 * 1024;
    private static final long CLOSE_WITHIN_NANOS = Duration.ofSeconds(5).toNanos();

    /** What a connection needs of the exchange. */
    interface Owner {

        void message(Connection from, byte[] text);

        /** The client reads too slowly. */
        void slow(Connection connection);

        /** The connection is over. */
        void gone(Connection connection);

        /** The client has read on, and more can be written. */
        void drained();

        long nanos();
    }

    private final Owner owner;
    private final NetSocket socket;
    private final String address;
    private final boolean compressed;
    private final int queueBytes;
    private final RateLimit messages;
    private final FrameReader reader;
    private final Set<Topic> topics = new LinkedHashSet<>();
    private @Nullable Buffer batch;
    private boolean shared;
    private long waiting;
    private long idleSince;
    private long stalledUntil;
    private boolean stalled;
    private boolean closing;
    private long closingSince;

    Connection(Owner owner, NetSocket socket, String address, boolean compressed, ExchangeLimits limits) {
        this.owner = owner;
        this.socket = socket;
        this.address = address;
        this.compressed = compressed;
        this.queueBytes = limits.queueBytes();
        this.idleSince = owner.nanos();
        this.messages = new RateLimit(limits.messagesPerSecond(), limits.messagesPerSecond(), idleSince);
        this.reader = new FrameReader(MAX_MESSAGE, compressed, this);
        socket.setWriteQueueMaxSize(Math.min(1 << 20, queueBytes));
        socket.handler(bytes -> reader.read(bytes.getBytes()));
        socket.drainHandler(_ -> owner.drained());
        socket.exceptionHandler(_ -> abort());
        socket.closeHandler(_ -> {
            closing = true;
            reader.end();
            owner.gone(this);
        });
    }

    String address() {
        return address;
    }

    boolean compressed() {
        return compressed;
    }

    Set<Topic> topics() {
        return topics;
    }

    List<Topic> topicsOf(Channel channel) {
        List<Topic> all = new ArrayList<>();
        for (Topic topic : topics) {
            if (topic.channel() == channel) {
                all.add(topic);
            }
        }
        return all;
    }

    /** Whether it has subscribed to anything and is not on its way out. */
    boolean live() {
        return !closing && !topics.isEmpty();
    }

    /** Whether it would only make the queue longer to write more. */
    boolean full() {
        return live() && !stalled && socket.writeQueueFull();
    }

    void subscribed() {
        idleSince = owner.nanos();
    }

    /** Keeps frames until the end of the round. */
    void gather(Buffer frames) {
        Buffer before = batch;
        if (before == null) {
            batch = frames;
            shared = true;
        } else if (shared) {
            batch = Buffer.buffer(before.length() + frames.length())
                    .appendBuffer(before)
                    .appendBuffer(frames);
            shared = false;
        } else {
            before.appendBuffer(frames);
        }
    }

    void flush() {
        Buffer frames = batch;
        batch = null;
        if (frames != null) {
            send(frames);
        }
    }

    void send(Buffer frames) {
        if (closing || stalled) {
            return;
        }
        write(frames);
        if (waiting > queueBytes) {
            owner.slow(this);
        }
    }

    private void write(Buffer frames) {
        int length = frames.length();
        waiting += length;
        socket.write(frames).onComplete(_ -> waiting -= length);
    }

    /** Sends nothing until then. */
    void stall(long nanos) {
        stalled = true;
        stalledUntil = nanos;
    }

    /** Looks at the time: a stall may be over, a client may have asked for nothing or not have said goodbye. */
    void look(long nanos, Duration subscribeWithin) {
        if (stalled && nanos - stalledUntil >= 0) {
            stalled = false;
        }
        if (closing) {
            if (nanos - closingSince > CLOSE_WITHIN_NANOS) {
                abort();
            }
        } else if (topics.isEmpty() && nanos - idleSince > subscribeWithin.toNanos()) {
            close(POLICY, "no subscription within " + subscribeWithin.toSeconds() + " s");
        }
    }

    /** Says goodbye; what waits to be written goes first. */
    void close(int code, String reason) {
        if (!closing) {
            closing = true;
            closingSince = owner.nanos();
            write(Frames.close(code, reason));
        }
    }

    /** Ends it at once, without a word. */
    void abort() {
        closing = true;
        if (socket instanceof NetSocketInternal internal) {
            var _ = internal.channelHandlerContext().close();
        } else {
            socket.close();
        }
    }

    @Override
    public void message(byte[] payload) {
        if (closing) {
            return;
        }
        if (messages.permits(owner.nanos())) {
            owner.message(this, payload);
        } else {
            close(POLICY, "too many messages");
        }
    }

    @Override
    public void ping(byte[] payload) {
        if (!closing) {
            write(Frames.pong(payload));
        }
    }

    @Override
    public void closed(int code) {
        if (!closing) {
            closing = true;
            write(Frames.close(code == 1005 ? NORMAL : code, ""));
        }
        closingSince = owner.nanos();
        socket.close();
    }

    @Override
    public void broken(int code, String reason) {
        close(code, reason);
    }
}
