package io.millrace.mq.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import java.time.Duration;

/**
 * Where the parts of a message lie that is to be put. Mutable, so that a loop that reads datagrams can use one for all.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
@SuppressWarnings("EI_EXPOSE_REP2") // it exists to point into the arrays of others
public final class PutArguments {

    private static final byte[] NONE = {};

    boolean hasId;
    long idHigh;
    long idLow;
    byte[] key = NONE;
    int keyOffset;
    int keyLength;
    byte[] reason = NONE;
    int reasonOffset;
    int reasonLength;
    byte[] body = NONE;
    int bodyOffset;
    int bodyLength;
    long ttlMillis;

    /** Only a body; all else is forgotten. */
    public PutArguments body(byte[] bytes, int offset, int length) {
        hasId = false;
        keyLength = 0;
        reasonLength = 0;
        ttlMillis = 0;
        body = bytes;
        bodyOffset = offset;
        bodyLength = length;
        return this;
    }

    public PutArguments id(long high, long low) {
        hasId = true;
        idHigh = high;
        idLow = low;
        return this;
    }

    /** A key of at most {@link MessageQueue#MAX_KEY} bytes. */
    public PutArguments key(byte[] bytes, int offset, int length) {
        if (length > MessageQueue.MAX_KEY) {
            throw new InvalidRequestException(
                    Reason.UNPROCESSABLE,
                    "a key has at most " + MessageQueue.MAX_KEY + " bytes, this one has " + length);
        }
        key = bytes;
        keyOffset = offset;
        keyLength = length;
        return this;
    }

    /** A reason, of which {@link MessageQueue#MAX_REASON} bytes are kept. */
    public PutArguments reason(byte[] bytes, int offset, int length) {
        reason = bytes;
        reasonOffset = offset;
        reasonLength = cut(bytes, offset, length);
        return this;
    }

    /** A time to live in milliseconds; 0 means the queue's. */
    public PutArguments ttl(long millis) {
        ttlMillis = millis;
        return this;
    }

    /** Not within a character. */
    private static int cut(byte[] bytes, int offset, int length) {
        int end = Math.min(length, MessageQueue.MAX_REASON);
        while (end < length && end > 0 && (bytes[offset + end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    static PutArguments from(NewMessage message) {
        byte[] body = message.body();
        PutArguments put = new PutArguments().body(body, 0, body.length);
        if (message.id() != null) {
            put.id(message.id().high(), message.id().low());
        }
        if (message.key() != null) {
            byte[] bytes = message.key().getBytes(UTF_8);
            put.key(bytes, 0, bytes.length);
        }
        if (message.reason() != null) {
            byte[] bytes = message.reason().getBytes(UTF_8);
            put.reason(bytes, 0, bytes.length);
        }
        return put.ttl(millis(message.ttl()));
    }

    private static long millis(Duration ttl) {
        return ttl.isZero() ? 0 : Math.max(1, ttl.toMillis());
    }

    /** The message of an entry, with a reason. */
    static PutArguments dead(byte[] entry, byte[] reason) {
        PutArguments put = new PutArguments()
                .body(entry, Entry.bodyAt(entry, 0), Entry.bodyLength(entry, 0))
                .key(entry, Entry.keyAt(entry, 0), Entry.keyLength(entry, 0))
                .reason(reason, 0, reason.length);
        if (Entry.idLength(entry, 0) > 0) {
            put.id(Entry.idHigh(entry, 0), Entry.idLow(entry, 0));
        }
        return put;
    }

    void write(byte[] block, int at) {
        Entry.lengths(block, at, hasId, keyLength, reasonLength, bodyLength);
        if (hasId) {
            Entry.id(block, at, idHigh, idLow);
        }
        int to = Entry.keyAt(block, at);
        System.arraycopy(key, keyOffset, block, to, keyLength);
        System.arraycopy(reason, reasonOffset, block, to + keyLength, reasonLength);
        System.arraycopy(body, bodyOffset, block, to + keyLength + reasonLength, bodyLength);
    }
}
