package io.millrace.mq.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.millrace.mq.frame.Frames;
import io.millrace.mq.log.MessageLog;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageView;
import io.millrace.mq.queue.MessageVisitor;
import io.millrace.mq.queue.PutArguments;
import io.millrace.mq.queue.PutResult;
import org.jspecify.annotations.Nullable;

/**
 * The reference protocol: {@code PUT}, {@code GET} and {@code SIZE} in frames, on the queue {@code default}. What is
 * none of these gets no reply, and neither does a put that a full queue does not take.
 *
 * <p><b>Threading:</b> not thread-safe; the node's loop owns it. It allocates nothing for a PUT or a GET.
 */
final class PlainProtocol implements MessageVisitor {

    /** There is a reply, and it is longer than it may be. */
    static final int WITHHELD = -1;

    private static final byte[] PUT_REPLY = "PUT ".getBytes(ISO_8859_1);
    private static final byte[] BYTES_REPLY = " bytes".getBytes(ISO_8859_1);

    private final MessageQueue queue;
    private final @Nullable MessageLog log;
    private final NodeCounters counters;
    private final RareLogs logs;
    private final PutArguments put = new PutArguments();
    private final byte[] digits = new byte[20];
    private byte[] reply = {};
    private int replyLength;
    private int limit;
    private boolean withheld;
    private boolean changed;

    PlainProtocol(MessageQueues queues, NodeCounters counters, RareLogs logs) {
        this.queue = queues.defaultQueue();
        this.log = queues.log();
        this.counters = counters;
        this.logs = logs;
    }

    /**
     * Handles one datagram.
     *
     * @param into where the reply goes, {@link Frames#MAX_DATAGRAM} bytes
     * @param most how long the reply may be: a message that is longer stays in the queue
     * @return the reply's length; 0 when there is none; {@link #WITHHELD}
     */
    int handle(byte[] datagram, int length, byte[] into, int most) {
        int header = Frames.header(datagram, 0, length);
        if (header < 0) {
            counters.malformed.increment();
            logs.malformed()
                    .warn(
                            "malformed frame of {} bytes: {}",
                            length,
                            Frames.error(header).text());
            return 0;
        }
        int verb = verbLength(datagram, header, length);
        reply = into;
        limit = most;
        changed = false;
        int answer = answer(datagram, header, verb, length);
        return answer > most ? WITHHELD : answer;
    }

    /** How far the log must be durable before the last reply may go; 0 when it may go at once. */
    long mustBeDurable() {
        return changed && log != null && queue.durable() ? log.position() : 0;
    }

    private int answer(byte[] datagram, int header, int verb, int length) {
        if (verb == 3 && is(datagram, header, 'P', 'U', 'T')) {
            int body = Math.min(length, header + 4);
            return put(datagram, body, length - body);
        }
        if (verb == 3 && is(datagram, header, 'G', 'E', 'T')) {
            return get();
        }
        if (verb == 4 && is(datagram, header, 'S', 'I', 'Z') && datagram[header + 3] == 'E') {
            return size();
        }
        counters.unknownVerbs.increment();
        logs.unknown().warn("unknown verb in a frame of {} bytes{}", length, "");
        return 0;
    }

    private static int verbLength(byte[] datagram, int from, int length) {
        int end = from;
        // no verb is longer than four
        while (end < length && end < from + 5 && datagram[end] != ':') {
            end++;
        }
        return end - from;
    }

    private static boolean is(byte[] datagram, int at, char one, char two, char three) {
        return datagram[at] == one && datagram[at + 1] == two && datagram[at + 2] == three;
    }

    private int put(byte[] datagram, int body, int length) {
        PutResult result = queue.put(put.body(datagram, body, length));
        if (!result.done()) {
            logs.refused().warn("put refused, queue={} result={}", queue.name(), result);
            return 0;
        }
        changed = true;
        int from = decimal(length);
        int number = digits.length - from;
        int at = Frames.writeHeader(reply, 0, PUT_REPLY.length + number + BYTES_REPLY.length);
        at = append(PUT_REPLY, 0, PUT_REPLY.length, at);
        at = append(digits, from, number, at);
        return append(BYTES_REPLY, 0, BYTES_REPLY.length, at);
    }

    private int get() {
        withheld = false;
        if (queue.get(1, this) > 0) {
            changed = true;
            return replyLength;
        }
        return withheld ? WITHHELD : Frames.writeHeader(reply, 0, 0);
    }

    private int append(byte[] bytes, int offset, int length, int at) {
        System.arraycopy(bytes, offset, reply, at, length);
        return at + length;
    }

    private int size() {
        int from = decimal(queue.depth());
        int at = Frames.writeHeader(reply, 0, digits.length - from);
        return append(digits, from, digits.length - from, at);
    }

    /** Writes a number to the end of {@link #digits}; returns where it begins. */
    private int decimal(int number) {
        int at = digits.length;
        int rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return at;
    }

    @Override
    public boolean accept(MessageView message) {
        if (Frames.headerOf(message.length()) + message.length() > limit) {
            withheld = true;
            return false;
        }
        int at = Frames.writeHeader(reply, 0, message.length());
        message.copyBody(reply, at);
        replyLength = at + message.length();
        return true;
    }
}
