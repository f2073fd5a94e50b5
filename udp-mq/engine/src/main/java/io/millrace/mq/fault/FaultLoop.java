package io.millrace.mq.fault;

import io.millrace.core.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loop of a {@link FaultProxy}: one thread, one socket in front, one per client behind. */
final class FaultLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(FaultLoop.class);

    private static final int DATAGRAM = 65_535;
    private static final int BUFFER = 1 << 20;
    // so that the other sockets and the clock get their turn
    private static final int BURST = 64;

    private final DatagramChannel front;
    private final InetSocketAddress target;
    private final FaultSettings settings;
    private final Ticker ticker;
    private final Selector selector;
    private final FaultMeter toTarget = new FaultMeter();
    private final FaultMeter toClient = new FaultMeter();
    private final HeldDatagrams holding;
    // the longest idle client first
    private final Map<SocketAddress, Client> clients = new LinkedHashMap<>(16, 0.75f, true);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM);
    private int seen;
    private volatile boolean stopped;

    FaultLoop(DatagramChannel front, InetSocketAddress target, FaultSettings settings, Ticker ticker)
            throws IOException {
        this.front = front;
        this.target = target;
        this.settings = settings;
        this.ticker = ticker;
        this.holding = new HeldDatagrams(settings.maxHeld());
        this.selector = Selector.open();
        prepare(front).register(selector, SelectionKey.OP_READ);
    }

    private static DatagramChannel prepare(DatagramChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
        channel.configureBlocking(false);
        return channel;
    }

    FaultMeter toTarget() {
        return toTarget;
    }

    FaultMeter toClient() {
        return toClient;
    }

    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                long wait = holding.waitMillis(ticker.nanos());
                if (wait == 0) {
                    selector.selectNow(this::read);
                } else {
                    selector.select(this::read, wait < 0 ? settings.idle().toMillis() + 1 : wait);
                }
                long now = ticker.nanos();
                holding.release(now);
                forgetIdle(now);
            }
        } catch (IOException | RuntimeException e) {
            log.error("fault proxy stops, target={}", target, e);
        } finally {
            closeAll();
        }
    }

    private void read(SelectionKey key) {
        try {
            if (key.attachment() instanceof Client client) {
                readAnswers(client);
            } else {
                readRequests();
            }
        } catch (IOException e) {
            // mostly: nobody listens at the target, which a datagram is not told either
            log.debug("cannot read, target={}: {}", target, e.getMessage());
        }
    }

    private void readRequests() throws IOException {
        for (int i = 0; i < BURST; i++) {
            SocketAddress from = front.receive(buffer.clear());
            if (from == null) {
                return;
            }
            long now = ticker.nanos();
            Client client = client(from, now);
            if (client == null) {
                toTarget.received.increment();
                toTarget.refused.increment();
            } else {
                client.heardNanos = now;
                client.requests.accept(buffer.flip(), now);
            }
        }
    }

    private void readAnswers(Client client) throws IOException {
        for (int i = 0; i < BURST; i++) {
            // an empty datagram is one too, so the address tells, not the length
            if (client.back.receive(buffer.clear()) == null) {
                return;
            }
            client.heardNanos = ticker.nanos();
            clients.get(client.from); // moves it behind those that are idle longer
            client.answers.accept(buffer.flip(), client.heardNanos);
        }
    }

    private @Nullable Client client(SocketAddress from, long now) throws IOException {
        Client known = clients.get(from);
        if (known != null) {
            return known;
        }
        if (clients.size() >= settings.maxPeers()) {
            return null;
        }
        DatagramChannel back = DatagramChannel.open();
        try {
            back.connect(target);
            Client client = new Client(back, from, seen++, now);
            prepare(back).register(selector, SelectionKey.OP_READ, client);
            clients.put(from, client);
            return client;
        } catch (IOException e) {
            back.close();
            throw e;
        }
    }

    private void forgetIdle(long now) throws IOException {
        long idle = settings.idle().toNanos();
        Iterator<Client> all = clients.values().iterator();
        while (all.hasNext()) {
            Client client = all.next();
            if (now - client.heardNanos < idle) {
                return;
            }
            all.remove();
            client.back.close();
        }
    }

    private void closeAll() {
        try (selector;
                front) {
            for (Client client : clients.values()) {
                client.back.close();
            }
        } catch (IOException e) {
            log.warn("cannot close a socket of the fault proxy, target={}", target, e);
        }
    }

    /** One peer in front. */
    private final class Client {

        private final DatagramChannel back;
        private final SocketAddress from;
        private final Flow requests;
        private final Flow answers;
        private long heardNanos;

        private Client(DatagramChannel back, SocketAddress from, int ordinal, long now) {
            this.back = back;
            this.from = from;
            this.heardNanos = now;
            long hold = settings.hold().toNanos();
            long seed = settings.seed();
            this.requests = new Flow(
                    FaultPlan.of(settings.toTarget(), seed, ordinal, true), toTarget, holding, hold, datagram -> {
                        back.write(datagram);
                        return !datagram.hasRemaining();
                    });
            this.answers = new Flow(
                    FaultPlan.of(settings.toClient(), seed, ordinal, false), toClient, holding, hold, datagram -> {
                        front.send(datagram, from);
                        return !datagram.hasRemaining();
                    });
        }
    }
}
