package io.millrace.mq.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.PoisonException;
import io.millrace.mq.frame.Frames;
import io.millrace.mq.protocol.Wire;
import io.millrace.mq.protocol.WireWriter;
import io.millrace.mq.queue.MessageId;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.NewMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages cut into put commands, each of a datagram's size and of messages that have the same parts.
 *
 * @param commands the bytes
 * @param batches the messages of each
 */
record PutBatches(List<byte[]> commands, List<List<NewMessage>> batches) {

    /** The largest body that a put can carry. */
    static final int MAX_BODY = Frames.MAX_DATAGRAM - 420;

    static PutBatches of(String queue, List<NewMessage> messages, int datagramBytes) {
        PutBatches batches = new PutBatches(new ArrayList<>(), new ArrayList<>());
        int from = 0;
        while (from < messages.size()) {
            from = batches.add(queue, messages, from, datagramBytes - Wire.REQUEST_HEADER);
        }
        return batches;
    }

    List<NewMessage> messages(int batch) {
        return batches.get(batch);
    }

    /** Adds one command; the index of the first message that is not in it. */
    private int add(String queue, List<NewMessage> messages, int from, int room) {
        byte[] name = queue.getBytes(UTF_8);
        int flags = flags(messages.get(from));
        WireWriter out = new WireWriter(new byte[Math.max(room, Frames.MAX_DATAGRAM)]);
        out.u8(Wire.PUT).u8(name.length).bytes(name, 0, name.length).u8(flags);
        int countAt = out.at();
        out.u16(0);
        int to = from;
        while (to < messages.size()
                && to - from < 65_535
                && flags(messages.get(to)) == flags
                && (to == from || out.at() + size(messages.get(to)) <= room)) {
            write(out, messages.get(to));
            to++;
        }
        int end = out.at();
        out.at(countAt).u16(to - from);
        commands.add(Arrays.copyOf(out.bytes(), end));
        batches.add(messages.subList(from, to));
        return to;
    }

    private static int flags(NewMessage message) {
        return (message.id() == null ? 0 : Wire.HAS_ID)
                | (message.key() == null ? 0 : Wire.HAS_KEY)
                | (message.reason() == null ? 0 : Wire.HAS_REASON)
                | (message.ttl().isZero() ? 0 : Wire.HAS_TTL);
    }

    /** At most so many bytes. */
    private static int size(NewMessage message) {
        return 2 + 16 + 4 + 1 + 2 + utf8(message.key()) + utf8(message.reason()) + message.body().length;
    }

    private static int utf8(@Nullable String text) {
        return text == null ? 0 : 3 * text.length();
    }

    private static void write(WireWriter out, NewMessage message) {
        MessageId id = message.id();
        if (id != null) {
            out.i64(id.high()).i64(id.low());
        }
        if (!message.ttl().isZero()) {
            out.u32(Math.clamp(message.ttl().toMillis(), 1, 0xffff_ffffL));
        }
        if (message.key() != null) {
            byte[] key = message.key().getBytes(UTF_8);
            if (key.length > MessageQueue.MAX_KEY) {
                throw new PoisonException(
                        "a key has at most " + MessageQueue.MAX_KEY + " bytes, this one has " + key.length);
            }
            out.u8(key.length).bytes(key, 0, key.length);
        }
        if (message.reason() != null) {
            byte[] reason = message.reason().getBytes(UTF_8);
            int length = Math.min(reason.length, MessageQueue.MAX_REASON);
            out.u16(length).bytes(reason, 0, length);
        }
        byte[] body = message.body();
        if (body.length > out.room() - 2 - Wire.REQUEST_HEADER) {
            throw new PoisonException(
                    "a message of " + body.length + " bytes is too large, at most " + MAX_BODY + " fit");
        }
        out.u16(body.length).bytes(body, 0, body.length);
    }
}
