package io.millrace.mq.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.InvalidRequestException;
import io.millrace.core.failure.InvalidRequestException.Reason;
import io.millrace.core.failure.PoisonException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.protocol.Wire;
import io.millrace.mq.protocol.WireReader;
import io.millrace.mq.protocol.WireWriter;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.NewMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the extended protocol: batches, leases, named queues. Requests are sent again until they are answered, and
 * executed once.
 *
 * <p><b>Threading:</b> not thread-safe; {@link #close} may come from another thread and ends a running call.
 *
 * <p><b>Blocking:</b> calls wait for their replies, as long as {@link QueueClientSettings} say. Interruption ends that
 * at once, and the client with it.
 *
 * <p><b>Failure:</b> {@link TransientException} when no reply comes; {@link InvalidRequestException} for a wrong name.
 */
public final class QueueClient implements AutoCloseable {

    private final HostPort server;
    private final QueueClientSettings settings;
    private final Ticker ticker;
    private final Exchange exchange;

    private QueueClient(HostPort server, QueueClientSettings settings, Ticker ticker) {
        this.server = server;
        this.settings = settings;
        this.ticker = ticker;
        this.exchange = new Exchange(server, settings, ticker);
    }

    /**
     * A client of that node; sends nothing yet.
     *
     * @throws FatalException when the host has no address
     */
    public static QueueClient open(HostPort server, QueueClientSettings settings, Ticker ticker) {
        return new QueueClient(server, settings, ticker);
    }

    /** Makes sure that someone there speaks this protocol. */
    public void hello() throws InterruptedException {
        exchange.hello();
    }

    /**
     * Stores messages, in order unless datagrams are lost or the queue is full.
     *
     * @return how many of them the queue had already, by their ids
     * @throws PoisonException when one is too large for a datagram; others may have been stored
     * @throws TransientException when the queue stays full longer than the client's patience
     */
    public int put(String queue, List<NewMessage> messages) throws InterruptedException {
        long end = ticker.nanos() + settings.patience().toNanos();
        List<NewMessage> rest = messages;
        int duplicates = 0;
        while (!rest.isEmpty()) {
            PutBatches batches = PutBatches.of(queue, rest, settings.datagramBytes());
            List<WireReader> results = exchange.call(batches.commands());
            List<NewMessage> refused = new ArrayList<>();
            long retry = 0;
            for (int i = 0; i < results.size(); i++) {
                WireReader result = begin(results.get(i));
                int taken = result.u16();
                duplicates += result.u16();
                int _ = result.u16();
                int why = result.u8();
                retry = Math.max(retry, result.u32());
                check(queue, why);
                List<NewMessage> batch = batches.messages(i);
                refused.addAll(batch.subList(taken, batch.size()));
            }
            rest = refused;
            if (!rest.isEmpty()) {
                if (ticker.nanos() - end >= 0) {
                    throw new TransientException("queue '" + queue + "' of " + server + " is full");
                }
                ticker.sleep(Duration.ofMillis(Math.max(1, retry)));
            }
        }
        return duplicates;
    }

    private void check(String queue, int why) {
        switch (why) {
            case Wire.TAKEN_ALL, Wire.QUEUE_FULL, Wire.LOG_FULL -> {}
            case Wire.TOO_LARGE -> throw new PoisonException("a message is too large for queue '" + queue + "'");
            default -> throw new TransientException("queue '" + queue + "' of " + server + " is closed");
        }
    }

    /** Stores one message, as {@link #put(String, List)}. */
    public int put(String queue, NewMessage message) throws InterruptedException {
        return put(queue, List.of(message));
    }

    /**
     * Removes messages. What is under way when this process dies is lost.
     *
     * @param max at most so many, up to 65535, and no more than fit a datagram
     * @return empty when the queue is
     */
    public List<Delivery> get(String queue, int max) throws InterruptedException {
        return read(queue, max, null, List.of());
    }

    /**
     * Leases messages.
     *
     * @param max at most so many, up to 65535, and no more than fit a datagram
     * @param duration zero means the queue's own
     * @return empty when the queue is
     */
    public List<Delivery> lease(String queue, int max, Duration duration) throws InterruptedException {
        return read(queue, max, duration, List.of());
    }

    /** Acknowledges, then leases, in one datagram. */
    List<Delivery> ackAndLease(String queue, List<Long> acks, int max, Duration duration) throws InterruptedException {
        return read(queue, max, duration, acks);
    }

    private List<Delivery> read(String queue, int max, @Nullable Duration lease, List<Long> acks)
            throws InterruptedException {
        int room = Math.max(settings.datagramBytes() - Wire.REPLY_HEADER - 10, 64);
        List<Long> left = acks;
        int mostAcks = (settings.datagramBytes() - 400) / 8;
        while (left.size() > mostAcks) {
            ack(queue, left.subList(0, mostAcks));
            left = left.subList(mostAcks, left.size());
        }
        while (true) {
            WireWriter out = commands();
            if (!left.isEmpty()) {
                settle(out, Wire.ACK, queue, left, -1, null);
            }
            name(out.u8(lease == null ? Wire.GET : Wire.LEASE), queue).u16(max).u16(Math.min(room, 65_507));
            if (lease != null) {
                out.u32(lease.toMillis());
            }
            WireReader result = one(out);
            if (!left.isEmpty()) {
                int _ = begin(result).u16();
                int _ = result.u16();
                left = List.of();
            }
            int status = status(result);
            if (status == Wire.OK) {
                return Deliveries.read(result, lease != null);
            }
            room = (int) result.u32();
        }
    }

    /** Removes leased messages for good; how many were still leased. */
    public int ack(String queue, List<Long> leases) throws InterruptedException {
        return settle(Wire.ACK, queue, leases, -1, null);
    }

    /** Gives leased messages back, to be read again after the delay; how many were still leased. */
    public int nak(String queue, List<Long> leases, Duration delay) throws InterruptedException {
        return settle(Wire.NAK, queue, leases, delay.toMillis(), null);
    }

    /** Lets leases end so much later than now, zero means the queue's own; how many were still leased. */
    public int extend(String queue, List<Long> leases, Duration duration) throws InterruptedException {
        return settle(Wire.EXTEND, queue, leases, duration.toMillis(), null);
    }

    /** Sends leased messages to the dead-letter queue; how many were still leased. */
    public int reject(String queue, List<Long> leases, String reason) throws InterruptedException {
        return settle(Wire.REJECT, queue, leases, -1, reason);
    }

    private int settle(int command, String queue, List<Long> leases, long millis, @Nullable String reason)
            throws InterruptedException {
        int done = 0;
        int most = (settings.datagramBytes() - 300) / 8;
        for (int from = 0; from < leases.size(); from += most) {
            WireWriter out = commands();
            settle(out, command, queue, leases.subList(from, Math.min(leases.size(), from + most)), millis, reason);
            done += begin(one(out)).u16();
        }
        return done;
    }

    private static void settle(
            WireWriter out, int command, String queue, List<Long> leases, long millis, @Nullable String reason) {
        name(out.u8(command), queue);
        if (millis >= 0) {
            out.u32(millis);
        }
        if (reason != null) {
            byte[] bytes = reason.getBytes(UTF_8);
            int length = Math.min(bytes.length, 1_024);
            out.u16(length).bytes(bytes, 0, length);
        }
        out.u16(leases.size());
        leases.forEach(out::i64);
    }

    /** How many messages can be read now. */
    public long size(String queue) throws InterruptedException {
        return begin(one(name(commands().u8(Wire.SIZE), queue))).u32();
    }

    private WireWriter commands() {
        return new WireWriter(new byte[70_000]);
    }

    private static WireWriter name(WireWriter out, String queue) {
        byte[] bytes = queue.getBytes(UTF_8);
        if (bytes.length > 255) {
            throw new InvalidRequestException(Reason.MALFORMED, "a queue's name is too long: '" + queue + "'");
        }
        return out.u8(bytes.length).bytes(bytes, 0, bytes.length);
    }

    private WireReader one(WireWriter commands) throws InterruptedException {
        byte[] bytes = Arrays.copyOf(commands.bytes(), commands.at());
        return exchange.call(List.of(bytes)).getFirst();
    }

    /** Steps to what an executed command says. */
    private WireReader begin(WireReader result) {
        int status = status(result);
        if (status != Wire.OK) {
            throw new FatalException("unexpected status " + status + " from " + server);
        }
        return result;
    }

    private int status(WireReader result) {
        int _ = result.u8();
        int status = result.u8();
        if (status == Wire.ERROR) {
            int code = result.u8();
            int length = result.u16();
            int at = result.skip(length);
            String text = new String(result.bytes(), at, length, UTF_8);
            throw new InvalidRequestException(code == Wire.BAD_QUEUE ? Reason.UNPROCESSABLE : Reason.MALFORMED, text);
        }
        if (result.broken()) {
            throw new FatalException("a reply of " + server + " is too short");
        }
        return status;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
