package io.millrace.benchmark;

import io.millrace.mq.frame.Frames;
import io.millrace.mq.protocol.Wire;
import io.millrace.mq.protocol.WireWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The requests of the benchmark: frames, and commands of the extended protocol within one session. */
final class MqRequests {

    static final int MESSAGE = 64;

    private static final byte[] BODY = new byte[MESSAGE];
    private static final Random RANDOM = new Random(1);
    private static final byte[] QUEUE = {'b'};

    static {
        Arrays.fill(BODY, (byte) 'x');
    }

    private final long session = RANDOM.nextLong();
    private final long cookie;
    private final int window;
    private int correlation = 1;

    /** Says hello. */
    MqRequests(MqDriver driver, int window) throws IOException {
        byte[] hello = new byte[Wire.HELLO_BYTES];
        new WireWriter(hello).u8(Wire.HELLO).u8(Wire.VERSION).i64(session);
        this.cookie = driver.once(hello).getLong(10);
        this.window = window;
    }

    static byte[] plainPut() {
        return Frames.encode("PUT:" + "x".repeat(MESSAGE));
    }

    static byte[] plainGet() {
        return Frames.encode("GET");
    }

    /** The same datagram again and again. */
    static MqDriver.Work same(byte[] datagram) {
        return new MqDriver.Work() {
            @Override
            public void request(ByteBuffer out) {
                out.put(datagram);
            }

            @Override
            public int reply(ByteBuffer in) {
                return 1;
            }
        };
    }

    static byte[] put(int messages) {
        WireWriter out = new WireWriter(new byte[65_536]);
        out.u8(Wire.PUT).u8(QUEUE.length).bytes(QUEUE, 0, QUEUE.length).u8(0).u16(messages);
        for (int i = 0; i < messages; i++) {
            out.u16(MESSAGE).bytes(BODY, 0, MESSAGE);
        }
        return Arrays.copyOf(out.bytes(), out.at());
    }

    static byte[] get(int messages) {
        WireWriter out = new WireWriter(new byte[64]);
        out.u8(Wire.GET)
                .u8(QUEUE.length)
                .bytes(QUEUE, 0, QUEUE.length)
                .u16(messages)
                .u16(65_000);
        return Arrays.copyOf(out.bytes(), out.at());
    }

    /** The same commands, each time with a new correlation. The count of a result stands at its third byte. */
    MqDriver.Work commands(byte[] commands, int each) {
        return new MqDriver.Work() {
            @Override
            public void request(ByteBuffer out) {
                header(out);
                out.put(commands);
            }

            @Override
            public int reply(ByteBuffer in) {
                if (in.get(0) != Wire.REPLY || in.get(Wire.REPLY_HEADER + 1) != Wire.OK) {
                    throw new IllegalStateException("unexpected reply " + in.get(0) + ", " + in.limit() + " bytes");
                }
                int count = in.getShort(Wire.REPLY_HEADER + 2) & 0xffff;
                if (count != each) {
                    throw new IllegalStateException("expected " + each + " messages, got " + count);
                }
                return count;
            }

            @Override
            public int each() {
                return each;
            }
        };
    }

    /** Each request acknowledges what an earlier one leased, and leases one more. */
    MqDriver.Work leaseAndAck() {
        return new MqDriver.Work() {
            private final long[] leased = new long[1_024];
            private int first;
            private int next;

            @Override
            public void request(ByteBuffer out) {
                header(out);
                boolean ack = first != next;
                if (ack) {
                    out.put((byte) Wire.ACK).put((byte) QUEUE.length).put(QUEUE).putShort((short) 1);
                    out.putLong(leased[first++ & 1_023]);
                }
                out.put((byte) Wire.LEASE).put((byte) QUEUE.length).put(QUEUE);
                out.putShort((short) 1).putShort((short) 2_000).putInt(0);
            }

            @Override
            public int reply(ByteBuffer in) {
                int at = Wire.REPLY_HEADER;
                int acked = 0;
                if (in.get(at) == Wire.ACK) {
                    acked = in.getShort(at + 2);
                    at += 6;
                }
                if (in.getShort(at + 2) == 1) {
                    leased[next++ & 1_023] = in.getLong(at + 5);
                }
                return acked;
            }
        };
    }

    /** Several clients in turn. */
    static MqDriver.Work inTurn(List<MqDriver.Work> clients) {
        return new MqDriver.Work() {
            private int next;

            @Override
            public void request(ByteBuffer out) {
                clients.get(next).request(out);
                next = (next + 1) % clients.size();
            }

            @Override
            public int reply(ByteBuffer in) {
                return clients.getFirst().reply(in);
            }

            @Override
            public int each() {
                return clients.getFirst().each();
            }
        };
    }

    private void header(ByteBuffer out) {
        out.put(Wire.REQUEST).put(Wire.VERSION).putLong(session).putLong(cookie);
        out.putInt(correlation).putInt(Math.max(1, correlation - window + 1));
        correlation++;
    }
}
