package io.millrace.mq.node;

import io.millrace.core.time.Ticker;
import io.millrace.mq.frame.Frames;
import io.millrace.mq.log.MessageLog;
import io.millrace.mq.protocol.Wire;
import io.millrace.mq.protocol.WireReader;
import io.millrace.mq.protocol.WireWriter;
import io.millrace.mq.queue.MessageQueues;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The extended protocol: hello and cookie, and requests that are executed once however often they come.
 *
 * <p><b>Threading:</b> not thread-safe; the node's loop owns it.
 */
final class ExtendedProtocol {

    private static final int BUSY_MILLIS = 20;

    private final MessageQueues queues;
    private final @Nullable MessageLog log;
    private final NodeSettings settings;
    private final NodeCounters counters;
    private final Cookies cookies;
    private final WireReader in = new WireReader();
    private final WireWriter out;
    private final Commands commands;
    private final SequencedMap<Long, Session> sessions = new LinkedHashMap<>(64, 0.75f, true);
    private volatile int sessionCount;
    private long lastId;
    private @Nullable Session last;
    private long mustBeDurable;

    ExtendedProtocol(MessageQueues queues, NodeSettings settings, NodeCounters counters, Ticker ticker, byte[] reply) {
        this.queues = queues;
        this.log = queues.log();
        this.settings = settings;
        this.counters = counters;
        this.cookies = new Cookies(ticker);
        this.out = new WireWriter(reply);
        this.commands = new Commands(this.queues, in, out);
    }

    static boolean begins(byte first) {
        return first == Wire.HELLO || first == Wire.REQUEST;
    }

    int sessions() {
        return sessionCount;
    }

    /** How far the log must be durable before the last reply may go; 0 when it may go at once. */
    long mustBeDurable() {
        return mustBeDurable;
    }

    /**
     * Handles one datagram.
     *
     * @return the reply's length; 0 when there is none. A peer without cookie gets none longer than its datagram
     */
    int handle(InetSocketAddress peer, byte[] datagram, int length) {
        mustBeDurable = 0;
        out.at(0);
        in.of(datagram, 2, length);
        boolean hello = datagram[0] == Wire.HELLO;
        if (length < (hello ? Wire.HELLO_BYTES : Wire.REQUEST_HEADER)) {
            counters.malformed.increment();
            return 0;
        }
        long session = in.i64();
        if (datagram[1] != Wire.VERSION) {
            counters.malformed.increment();
            return no(session, hello ? 0 : correlation(datagram, length), Wire.NO_VERSION, 0);
        }
        return hello ? welcome(peer, session) : request(peer, session);
    }

    private int correlation(byte[] datagram, int length) {
        return (int) new WireReader().of(datagram, 18, length).u32();
    }

    private int welcome(InetSocketAddress peer, long session) {
        out.u8(Wire.WELCOME).u8(Wire.VERSION).i64(session).i64(cookies.of(peer, session));
        return out.u16(Wire.WINDOW).u32(settings.replyMemoryBytes()).at();
    }

    private int no(long session, int correlation, int why, int retryMillis) {
        out.at(0).u8(Wire.NO).u8(Wire.VERSION).i64(session).u32(correlation);
        return out.u8(why).u32(retryMillis).at();
    }

    private int request(InetSocketAddress peer, long id) {
        long cookie = in.i64();
        int correlation = (int) in.u32();
        int floor = (int) in.u32();
        Session session = session(peer, id, cookie, floor);
        if (session == null) {
            return no(id, correlation, Wire.NO_COOKIE, 0);
        }
        session.advance(floor);
        if (session.done(correlation)) {
            counters.repeated.increment();
            return 0;
        }
        if (session.beyondWindow(correlation)) {
            return no(id, correlation, Wire.NO_WINDOW, 0);
        }
        Session.Slot before = session.find(correlation);
        if (before != null) {
            return again(before);
        }
        if (session.bytes() > settings.replyMemoryBytes() - Frames.MAX_DATAGRAM) {
            return no(id, correlation, Wire.NO_BUSY, BUSY_MILLIS);
        }
        return execute(session, id, correlation);
    }

    private int execute(Session session, long id, int correlation) {
        out.u8(Wire.REPLY).u8(Wire.VERSION).i64(id).u32(correlation);
        if (commands.execute() && log != null) {
            mustBeDurable = log.position();
        }
        session.remember(correlation, out.bytes(), out.at(), mustBeDurable);
        return out.at();
    }

    private int again(Session.Slot before) {
        counters.repeated.increment();
        mustBeDurable = before.position();
        return out.bytes(before.reply(), 0, before.length()).at();
    }

    /** Null when the cookie is not valid. */
    private @Nullable Session session(InetSocketAddress peer, long id, long cookie, int floor) {
        Session known = last;
        if (known == null || lastId != id) {
            known = sessions.get(id);
        }
        if (known == null || !known.is(peer, cookie)) {
            if (!cookies.valid(peer, id, cookie)) {
                return null;
            }
            known = known == null ? new Session(peer, cookie, floor) : known.movedTo(peer, cookie);
            sessions.put(id, known);
            if (sessions.size() > settings.maxSessions()) {
                sessions.pollFirstEntry();
            }
            sessionCount = sessions.size();
        }
        lastId = id;
        last = known;
        return known;
    }
}
