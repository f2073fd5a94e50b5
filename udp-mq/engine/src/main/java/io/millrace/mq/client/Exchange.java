package io.millrace.mq.client;

import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.TransientException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.frame.Frames;
import io.millrace.mq.protocol.Wire;
import io.millrace.mq.protocol.WireReader;
import io.millrace.mq.protocol.WireWriter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests and brings their replies, each executed once however many datagrams are lost, doubled or late.
 *
 * <p><b>Threading:</b> not thread-safe; {@link #close} may come from another thread.
 */
final class Exchange implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long LONGEST_NANOS = 2_000_000_000L;

    /** A request under way. */
    private static final class Request {
        private final int correlation;
        private final byte[] datagram;
        private byte @Nullable [] reply;
        private int attempts;
        private long dueNanos;

        Request(int correlation, byte[] datagram) {
            this.correlation = correlation;
            this.datagram = datagram;
        }
    }

    private final HostPort server;
    private final InetSocketAddress address;
    private final QueueClientSettings settings;
    private final Ticker ticker;
    private final long session = RANDOM.nextLong();
    private final byte[] buffer = new byte[Frames.MAX_DATAGRAM];
    private final WireReader in = new WireReader();
    private volatile @Nullable DatagramChannel channel;
    private volatile boolean closed;
    private boolean welcome;
    private long cookie;
    private int next = 1;

    Exchange(HostPort server, QueueClientSettings settings, Ticker ticker) {
        this.server = server;
        this.address = server.resolve();
        this.settings = settings;
        this.ticker = ticker;
    }

    /** Says hello until it is answered. */
    void hello() throws InterruptedException {
        byte[] datagram = new byte[Wire.HELLO_BYTES];
        new WireWriter(datagram).u8(Wire.HELLO).u8(Wire.VERSION).i64(session);
        welcome = false;
        for (int attempt = 1; attempt <= settings.attempts() && !welcome; attempt++) {
            send(datagram);
            long due = ticker.nanos() + pause(attempt);
            for (long rest = pause(attempt); rest > 0 && !welcome; rest = due - ticker.nanos()) {
                receive(rest, List.of(), 0);
            }
        }
        if (!welcome) {
            throw silent();
        }
    }

    /**
     * Sends requests, at most a window of them at a time.
     *
     * @param commands the commands of each request
     * @return for each the results, without header
     */
    List<WireReader> call(List<byte[]> commands) throws InterruptedException {
        if (!welcome) {
            hello();
        }
        List<Request> requests = new ArrayList<>(commands.size());
        commands.forEach(bytes -> requests.add(request(bytes)));
        int done = 0;
        int sent = 0;
        while (done < requests.size()) {
            while (sent < requests.size() && sent - done < settings.window()) {
                transmit(requests.get(sent++), requests.get(done).correlation);
            }
            long rest = resendDue(requests, done, sent);
            receive(rest, requests, done);
            while (done < sent && requests.get(done).reply != null) {
                done++;
            }
        }
        List<WireReader> results = new ArrayList<>(requests.size());
        for (Request request : requests) {
            byte[] reply = request.reply;
            results.add(reply == null ? new WireReader() : new WireReader().of(reply, Wire.REPLY_HEADER, reply.length));
        }
        return results;
    }

    private Request request(byte[] commands) {
        byte[] datagram = new byte[Wire.REQUEST_HEADER + commands.length];
        int correlation = next++;
        new WireWriter(datagram)
                .u8(Wire.REQUEST)
                .u8(Wire.VERSION)
                .i64(session)
                .skip(8)
                .u32(correlation)
                .skip(4)
                .bytes(commands, 0, commands.length);
        return new Request(correlation, datagram);
    }

    private void transmit(Request request, int floor) throws InterruptedException {
        request.attempts++;
        request.dueNanos = ticker.nanos() + pause(request.attempts);
        new WireWriter(request.datagram).at(10).i64(cookie).skip(4).u32(floor);
        send(request.datagram);
    }

    /** Sends what has waited too long; nanoseconds until the next has. */
    private long resendDue(List<Request> requests, int done, int sent) throws InterruptedException {
        long nanos = ticker.nanos();
        long rest = LONGEST_NANOS;
        for (int i = done; i < sent; i++) {
            Request request = requests.get(i);
            if (request.reply == null) {
                if (request.dueNanos - nanos <= 0) {
                    if (request.attempts >= settings.attempts()) {
                        throw silent();
                    }
                    transmit(request, requests.get(done).correlation);
                }
                rest = Math.min(rest, request.dueNanos - nanos);
            }
        }
        return rest;
    }

    private TransientException silent() {
        return new TransientException(
                closed
                        ? "the client of " + server + " is closed"
                        : "no reply from " + server + " by the extended protocol, attempts=" + settings.attempts());
    }

    private long pause(int attempt) {
        return Math.min(LONGEST_NANOS, settings.timeout().toNanos() << Math.min(attempt - 1, 10));
    }

    private void send(byte[] datagram) throws InterruptedException {
        try {
            connected().socket().send(new DatagramPacket(datagram, datagram.length));
        } catch (IOException e) {
            broken(e);
        }
    }

    /** Waits for one datagram and takes it as what it is. */
    private void receive(long nanos, List<Request> requests, int done) throws InterruptedException {
        try {
            DatagramChannel open = connected();
            open.socket().setSoTimeout((int) Math.max(1, nanos / 1_000_000));
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            open.socket().receive(packet);
            take(packet.getLength(), requests, done);
        } catch (SocketTimeoutException e) {
            return;
        } catch (IOException e) {
            broken(e);
        }
    }

    /** What is not for this session is ignored: the port may have had another owner. */
    private void take(int length, List<Request> requests, int done) throws InterruptedException {
        in.of(buffer, 2, length);
        if (length < Wire.REPLY_HEADER || in.i64() != session) {
            return;
        }
        if (buffer[0] == Wire.WELCOME && length >= Wire.WELCOME_BYTES) {
            cookie = in.i64();
            welcome = true;
            return;
        }
        int index = (int) in.u32() - (requests.isEmpty() ? 0 : requests.getFirst().correlation);
        if (index < done || index >= requests.size()) {
            return;
        }
        Request request = requests.get(index);
        if (buffer[0] == Wire.REPLY) {
            request.reply = Arrays.copyOf(buffer, length);
        } else if (buffer[0] == Wire.NO && length >= Wire.NO_BYTES) {
            refused(request, in.u8(), in.u32());
        }
    }

    private void refused(Request request, int why, long retryMillis) throws InterruptedException {
        switch (why) {
            case Wire.NO_COOKIE -> {
                // others of the window may have been refused for the same reason, and find the new cookie there
                long before = cookie;
                hello();
                request.dueNanos = before == cookie ? request.dueNanos : ticker.nanos();
            }
            case Wire.NO_BUSY, Wire.NO_WINDOW -> request.dueNanos = ticker.nanos() + retryMillis * 1_000_000;
            default -> throw new FatalException(server + " refuses the extended protocol, reason=" + why);
        }
    }

    /** A refused port may be a server that is just starting: that counts as silence. */
    private void broken(IOException cause) throws InterruptedException {
        DatagramChannel there = channel;
        if (Thread.interrupted()) {
            drop();
            throw new InterruptedException("interrupted while waiting for " + server);
        }
        if (closed) {
            throw silent();
        }
        if (there != null && !there.isOpen()) {
            throw new TransientException("the socket to " + server + " failed: " + cause, cause);
        }
        ticker.sleep(settings.timeout().dividedBy(5));
    }

    private DatagramChannel connected() throws IOException {
        DatagramChannel there = channel;
        if (there == null) {
            there = DatagramChannel.open();
            there.connect(address);
            there.socket().setReceiveBufferSize(2 << 20);
            there.socket().setSendBufferSize(1 << 20);
            channel = there;
            if (closed) {
                drop();
            }
        }
        return there;
    }

    private void drop() {
        DatagramChannel there = channel;
        if (there != null) {
            try {
                there.close();
            } catch (IOException e) {
                // nothing was buffered, nothing is lost
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }
}
