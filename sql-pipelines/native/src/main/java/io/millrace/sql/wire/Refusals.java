package io.millrace.sql.wire;

import io.millrace.core.time.Ticker;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs clients that are sent away, a line each, but not more than some a second: those beyond are counted. */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private static final int LINES = 20;
    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final int MAX_TEXT = 500;

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private long windowStart;
    private int lines;
    private long hidden;

    Refusals(Ticker ticker) {
        this.ticker = ticker;
        this.windowStart = ticker.nanos();
    }

    /**
     * Logs one client, or counts it.
     *
     * @param reason may hold what the client sent: control characters are left out
     * @return false when it was only counted
     */
    boolean log(String peer, int code, String reason) {
        long notLogged;
        lock.lock();
        try {
            long now = ticker.nanos();
            if (now - windowStart > WINDOW_NANOS) {
                windowStart = now;
                lines = 0;
            }
            if (lines == LINES) {
                hidden++;
                return false;
            }
            lines++;
            notLogged = hidden;
            hidden = 0;
        } finally {
            lock.unlock();
        }
        if (notLogged > 0) {
            log.warn("native clients refused without a line of their own, count={}", notLogged);
        }
        log.warn("native client refused, peer={} code={} reason={}", peer, code, clean(reason));
        return true;
    }

    static String clean(String text) {
        String kept = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return kept.replaceAll("\\p{Cntrl}", " ");
    }
}
