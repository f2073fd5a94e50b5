package io.millrace.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps a number of datagrams under way to one port and counts the answers. It does as little as the echo does, so that
 * what is measured is the server.
 */
final class MqDriver implements AutoCloseable {

    /** Writes the next request into the buffer, and reads each reply. */
    interface Work {
        void request(ByteBuffer out);

        /** How many messages that reply was about. */
        int reply(ByteBuffer in);

        /** How many messages one request is about. */
        default int each() {
            return 1;
        }
    }

    private final DatagramChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(65_536);
    private final ByteBuffer in = ByteBuffer.allocateDirect(65_536);
    private final AtomicLong received = new AtomicLong();

    MqDriver(int port) throws IOException {
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, 4 << 20);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Sends and receives until so many messages were answered for; nanoseconds that took. */
    long run(Work work, int window, long messages) throws IOException {
        long start = System.nanoTime();
        Thread watchdog = Thread.ofPlatform().daemon().start(this::watch);
        long count = 0;
        for (int i = 0; i < window; i++) {
            send(work);
        }
        int waiting = window;
        while (waiting > 0) {
            in.clear();
            channel.read(in);
            in.flip();
            received.lazySet(received.getPlain() + 1);
            waiting--;
            count += work.reply(in);
            if (count + (long) waiting * work.each() < messages) {
                send(work);
                waiting++;
            }
        }
        long nanos = System.nanoTime() - start;
        watchdog.interrupt();
        return nanos;
    }

    private void send(Work work) throws IOException {
        out.clear();
        work.request(out);
        out.flip();
        channel.write(out);
    }

    /** Ends the process when nothing has come for seconds: a loss on loopback, which the figures must not hide. */
    private void watch() {
        try {
            for (long before = -1; before != received.get(); ) {
                before = received.get();
                Thread.sleep(5_000);
            }
            System.err.println("no reply for five seconds: datagrams were lost, choose a smaller window");
            System.exit(3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One request and its reply, aside from all counting. */
    ByteBuffer once(byte[] request) throws IOException {
        channel.write(ByteBuffer.wrap(request));
        in.clear();
        channel.read(in);
        return in.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
