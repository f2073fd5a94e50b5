package io.millrace.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Publishes 300-byte messages to a broker as fast as the other end takes them, over a bare socket with packets that
 * were encoded before, so that the publisher costs as little as can be.
 */
final class MqttLoad implements AutoCloseable {

    /** Messages on their way; a broker drops what a slow reader leaves beyond its own bound. */
    private static final long WINDOW = 10_000;

    private static final int BURST = 100;
    private static final int VEHICLES = 2_000;

    private final SocketChannel channel;
    private final Thread writer;
    private final Thread reader;
    private final LongAdder sent = new LongAdder();
    private final LongSupplier received;
    private final int quality;
    private final byte[][] topics = new byte[VEHICLES][];
    private volatile boolean over;

    /** Starts at once; {@code received} tells how many have arrived at the other end. */
    MqttLoad(int port, int quality, LongSupplier received) throws IOException {
        this.quality = quality;
        this.received = received;
        for (int i = 0; i < VEHICLES; i++) {
            topics[i] = "/hfp/v2/journey/ongoing/vp/bus/0018/%05d/5520/2/Matinkyla (M)/15:56/2323253/4/60;24/17/63/84"
                    .formatted(i)
                    .getBytes(StandardCharsets.UTF_8);
        }
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(connect());
        channel.read(ByteBuffer.allocate(4));
        writer = Thread.ofPlatform().name("load").start(this::write);
        // confirmations are counted by nobody
        reader = Thread.ofPlatform().name("load-answers").start(this::drain);
    }

    private static ByteBuffer connect() {
        byte[] id = "load".getBytes(StandardCharsets.UTF_8);
        ByteBuffer packet = ByteBuffer.allocate(64).put((byte) 0x10).put((byte) (12 + id.length));
        packet.put(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0})
                .putShort((short) id.length)
                .put(id);
        return packet.flip();
    }

    private void write() {
        try {
            ByteBuffer burst = ByteBuffer.allocateDirect(BURST * 512);
            int id = 0;
            while (!over) {
                if (sent.sum() - received.getAsLong() > WINDOW) {
                    LockSupport.parkNanos(100_000);
                    continue;
                }
                burst.clear();
                for (int i = 0; i < BURST; i++) {
                    id = id % 65_535 + 1;
                    put(burst, id);
                }
                burst.flip();
                while (burst.hasRemaining()) {
                    channel.write(burst);
                }
                sent.add(BURST);
            }
        } catch (IOException e) {
            if (!over) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void put(ByteBuffer to, int id) {
        byte[] topic = topics[id % topics.length];
        int length = 2 + topic.length + (quality > 0 ? 2 : 0) + PAYLOAD.length;
        to.put((byte) (0x30 | quality << 1)).put((byte) (length % 128 | 0x80)).put((byte) (length / 128));
        to.putShort((short) topic.length).put(topic);
        if (quality > 0) {
            to.putShort((short) id);
        }
        to.put(PAYLOAD);
    }

    private static final byte[] PAYLOAD = ("{\"VP\":{\"desi\":\"520\",\"dir\":\"2\",\"oper\":6,\"veh\":1003,"
                    + "\"tst\":\"2023-10-23T13:42:42.728Z\",\"tsi\":1698068562,\"spd\":8.49,\"hdg\":156,\"lat\":60.168786,"
                    + "\"long\":24.734465,\"acc\":-1.29,\"dl\":-101,\"odo\":20729,\"drst\":0,\"oday\":\"2023-10-23\","
                    + "\"jrn\":812,\"line\":1110,\"start\":\"15:56\",\"loc\":\"GPS\",\"stop\":2323253,\"route\":\"5520\","
                    + "\"occu\":0}}")
            .getBytes(StandardCharsets.UTF_8);

    private void drain() {
        ByteBuffer answers = ByteBuffer.allocateDirect(1 << 16);
        try {
            while (channel.read(answers.clear()) >= 0) {
                // on
            }
        } catch (IOException e) {
            if (!over) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        try {
            writer.join();
            channel.close();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
