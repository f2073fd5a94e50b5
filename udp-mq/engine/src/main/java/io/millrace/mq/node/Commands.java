package io.millrace.mq.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.InvalidRequestException;
import io.millrace.mq.protocol.Wire;
import io.millrace.mq.protocol.WireReader;
import io.millrace.mq.protocol.WireWriter;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageView;
import io.millrace.mq.queue.PutArguments;
import io.millrace.mq.queue.PutBatch;
import io.millrace.mq.queue.PutResult;
import io.millrace.mq.queue.QueueStatus;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Executes the commands of one request of the extended protocol and writes their results.
 *
 * <p><b>Threading:</b> not thread-safe; the node's loop owns it.
 */
final class Commands {

    /** Room that every result but those of reads fits in. */
    private static final int RESULT = 320;

    private static final int MAX_ERROR = 200;

    private final MessageQueues queues;
    private final WireReader in;
    private final WireWriter out;
    private final PutArguments put = new PutArguments();
    private final Batch batch = new Batch();
    private byte[] lastName = {};
    private @Nullable MessageQueue lastQueue;
    private boolean touchedLog;
    private int limit;
    private int needed;

    Commands(MessageQueues queues, WireReader in, WireWriter out) {
        this.queues = queues;
        this.in = in;
        this.out = out;
    }

    /**
     * Executes what is left in the reader, in order, until something is malformed or a result might not fit.
     *
     * @return whether the reply must wait until the log is durable
     */
    boolean execute() {
        touchedLog = false;
        boolean more = true;
        while (more && in.remaining() > 0 && out.room() >= RESULT) {
            more = one();
        }
        return touchedLog;
    }

    private boolean one() {
        int command = in.u8();
        out.u8(command);
        if (command < Wire.PUT || command > Wire.STAT) {
            return error(Wire.UNKNOWN_COMMAND, "there is no command " + command);
        }
        int length = in.u8();
        int at = in.skip(length);
        if (in.broken()) {
            return error(Wire.MALFORMED, "the bytes of command " + command + " are not as they must be");
        }
        MessageQueue queue;
        try {
            queue = queue(at, length);
        } catch (InvalidRequestException e) {
            return error(Wire.BAD_QUEUE, e.reason());
        }
        boolean well = switch (command) {
            case Wire.PUT -> put(queue);
            case Wire.GET -> read(queue, false);
            case Wire.LEASE -> read(queue, true);
            case Wire.ACK, Wire.NAK, Wire.EXTEND, Wire.REJECT -> settle(command, queue);
            case Wire.SIZE -> size(queue);
            default -> stat(queue);
        };
        return well || error(Wire.MALFORMED, "the bytes of command " + command + " are not as they must be");
    }

    /** Ends the request with an error in place of the result that was begun; false. */
    private boolean error(int code, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        int length = Math.min(bytes.length, MAX_ERROR);
        out.u8(Wire.ERROR).u8(code).u16(length).bytes(bytes, 0, length);
        in.skip(in.remaining());
        return false;
    }

    private MessageQueue queue(int at, int length) {
        MessageQueue queue = lastQueue;
        if (queue == null || !Arrays.equals(lastName, 0, lastName.length, in.bytes(), at, at + length)) {
            lastName = Arrays.copyOfRange(in.bytes(), at, at + length);
            lastQueue = null;
            queue = queues.queue(new String(lastName, UTF_8));
            lastQueue = queue;
        }
        return queue;
    }

    private boolean put(MessageQueue queue) {
        batch.begin(in.u8(), in.u16());
        queue.put(batch);
        touchedLog |= batch.taken > 0 && queue.durable();
        if (in.broken()) {
            return false;
        }
        PutResult last = batch.last;
        out.u8(Wire.OK)
                .u16(batch.taken)
                .u16(batch.duplicates)
                .u16(batch.dropped)
                .u8(why(last));
        out.u32(last.done() ? 0 : queue.settings().retryHint().toMillis());
        return true;
    }

    /** The messages of a put. From the first that is not taken on they are read, and left. */
    private final class Batch implements PutBatch {
        private int flags;
        private int left;
        private int taken;
        private int duplicates;
        private int dropped;
        private PutResult last = PutResult.STORED;

        void begin(int newFlags, int count) {
            flags = newFlags;
            left = count;
            taken = 0;
            duplicates = 0;
            dropped = 0;
            last = PutResult.STORED;
        }

        @Override
        public @Nullable PutArguments next() {
            while (left > 0 && arguments(flags)) {
                left--;
                if (last.done()) {
                    return put;
                }
            }
            return null;
        }

        @Override
        public void result(PutResult result) {
            last = result;
            taken += result.done() ? 1 : 0;
            duplicates += result == PutResult.DUPLICATE ? 1 : 0;
            dropped += result == PutResult.DROPPED ? 1 : 0;
        }
    }

    private static int why(PutResult result) {
        return switch (result) {
            case STORED, DUPLICATE, DROPPED -> Wire.TAKEN_ALL;
            case FULL -> Wire.QUEUE_FULL;
            case LOG_FULL -> Wire.LOG_FULL;
            case TOO_LARGE -> Wire.TOO_LARGE;
            case CLOSED -> Wire.CLOSED;
        };
    }

    /** Reads one message of a put. False when it is malformed. */
    private boolean arguments(int flags) {
        byte[] bytes = in.bytes();
        long high = 0;
        long low = 0;
        if ((flags & Wire.HAS_ID) != 0) {
            high = in.i64();
            low = in.i64();
        }
        long ttl = (flags & Wire.HAS_TTL) != 0 ? in.u32() : 0;
        int keyLength = (flags & Wire.HAS_KEY) != 0 ? in.u8() : 0;
        int key = in.skip(keyLength);
        int reasonLength = (flags & Wire.HAS_REASON) != 0 ? in.u16() : 0;
        int reason = in.skip(reasonLength);
        int length = in.u16();
        int body = in.skip(length);
        if (in.broken()) {
            return false;
        }
        put.body(bytes, body, length).ttl(ttl).key(bytes, key, keyLength).reason(bytes, reason, reasonLength);
        if ((flags & Wire.HAS_ID) != 0) {
            put.id(high, low);
        }
        return true;
    }

    private boolean read(MessageQueue queue, boolean lease) {
        int max = in.u16();
        int maxBytes = in.u16();
        Duration duration = lease ? Duration.ofMillis(in.u32()) : Duration.ZERO;
        if (in.broken()) {
            return false;
        }
        int status = out.at();
        out.u8(Wire.OK).u16(0);
        // what follows must find room for its result
        int room = in.remaining() > 0 ? out.bytes().length - RESULT : out.bytes().length;
        limit = (int) Math.min(room, (long) out.at() + maxBytes);
        needed = 0;
        int count =
                lease ? queue.lease(max, duration, this::lease) : queue.get(max, message -> message(message, false));
        if (count == 0 && needed > 0) {
            tooLarge(queue, status);
            return true;
        }
        touchedLog |= !lease && count > 0 && queue.durable();
        int end = out.at();
        out.at(status + 1).u16(count).at(end);
        return true;
    }

    private boolean lease(MessageView message) {
        return message(message, true);
    }

    private boolean message(MessageView message, boolean lease) {
        int key = message.keyLength();
        int reason = message.reasonLength();
        boolean id = message.hasId();
        int length = 7
                + (lease ? 10 : 0)
                + (id ? 16 : 0)
                + (key > 0 ? 1 + key : 0)
                + (reason > 0 ? 2 + reason : 0)
                + message.length();
        if (length > limit - out.at()) {
            needed = length;
            return false;
        }
        out.u8((id ? Wire.HAS_ID : 0) | (key > 0 ? Wire.HAS_KEY : 0) | (reason > 0 ? Wire.HAS_REASON : 0));
        if (lease) {
            out.i64(message.leaseId()).u16(Math.min(message.deliveries(), 0xffff));
        }
        if (id) {
            out.i64(message.idHigh()).i64(message.idLow());
        }
        if (key > 0) {
            out.u8(key);
            message.copyKey(out.bytes(), out.at());
            out.skip(key);
        }
        if (reason > 0) {
            out.u16(reason);
            message.copyReason(out.bytes(), out.at());
            out.skip(reason);
        }
        out.u32(Math.min(message.ageNanos() / 1_000_000, 0xffff_ffffL)).u16(message.length());
        message.copyBody(out.bytes(), out.at());
        out.skip(message.length());
        return true;
    }

    /** The first message needs more room than there is; one that no reply has room for would block the queue. */
    private void tooLarge(MessageQueue queue, int status) {
        if (needed > out.bytes().length - Wire.REPLY_HEADER - 4) {
            long[] id = new long[1];
            queue.lease(1, Duration.ZERO, message -> {
                id[0] = message.leaseId();
                return true;
            });
            queue.reject(id[0], "with its parts longer than a reply of the extended protocol");
            return;
        }
        out.at(status).u8(Wire.TOO_SMALL).u32(needed);
    }

    private boolean settle(int command, MessageQueue queue) {
        Duration time = command == Wire.NAK || command == Wire.EXTEND ? Duration.ofMillis(in.u32()) : Duration.ZERO;
        String reason = "";
        if (command == Wire.REJECT) {
            int length = in.u16();
            int at = in.skip(length);
            reason = new String(in.bytes(), at, in.broken() ? 0 : length, UTF_8);
        }
        int count = in.u16();
        if (in.broken() || in.remaining() < 8 * count) {
            return false;
        }
        int done = 0;
        for (int i = 0; i < count; i++) {
            done += settle(command, queue, in.i64(), time, reason) ? 1 : 0;
        }
        touchedLog |= done > 0 && command != Wire.EXTEND && queue.durable();
        out.u8(Wire.OK).u16(done).u16(count - done);
        return true;
    }

    private static boolean settle(int command, MessageQueue queue, long lease, Duration time, String reason) {
        return switch (command) {
            case Wire.ACK -> queue.ack(lease);
            case Wire.NAK -> queue.nak(lease, time);
            case Wire.EXTEND -> queue.extend(lease, time);
            default -> queue.reject(lease, reason);
        };
    }

    private boolean size(MessageQueue queue) {
        if (in.broken()) {
            return false;
        }
        out.u8(Wire.OK).u32(queue.depth());
        return true;
    }

    private boolean stat(MessageQueue queue) {
        if (in.broken()) {
            return false;
        }
        QueueStatus status = queue.status();
        out.u8(Wire.OK).u32(status.depth()).u32(status.delayed()).u32(status.leased());
        out.i64(status.bytes()).i64(status.oldestAge().toMillis());
        out.i64(status.put()).i64(status.got()).i64(status.delivered()).i64(status.acked());
        out.i64(status.redelivered()).i64(status.leasesExpired()).i64(status.expired());
        out.i64(status.duplicate())
                .i64(status.deadLettered())
                .i64(status.dropped())
                .i64(status.refused());
        return true;
    }
}
