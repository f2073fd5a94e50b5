package io.millrace.sql.wire;

import io.millrace.sql.batch.RowBatch;
import io.millrace.sql.batch.Schema;
import io.millrace.sql.wire.codec.BlockReader;
import io.millrace.sql.wire.codec.BlockWriter;
import io.millrace.sql.wire.codec.FrameInput;
import io.millrace.sql.wire.codec.Frames;
import io.millrace.sql.wire.codec.Revisions;
import io.millrace.sql.wire.codec.StreamInput;
import io.millrace.sql.wire.codec.WireBuffer;
import io.millrace.sql.wire.codec.WireInput;
import io.millrace.sql.wire.codec.WireLimits;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that says exactly what a test wants, and that waits for an answer at most 20 s. */
final class RawClient implements AutoCloseable {

    /** What the server said; what does not belong to its type is empty. */
    record Packet(int type, @Nullable RowBatch block, int code, String text) {}

    private final Socket socket;
    private final WireInput in;
    private final FrameInput frames;
    private boolean compressed;

    RawClient(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        this.in = new StreamInput(socket.getInputStream());
        this.frames = new FrameInput(in, 64 << 20);
    }

    /** A client that has been let in. */
    static RawClient connect(int port) throws IOException {
        RawClient client = new RawClient(port);
        client.send(helloBytes("default", ""));
        Packet answer = client.read();
        if (answer.type() != ServerPacket.HELLO) {
            throw new AssertionError("no hello but " + answer);
        }
        return client;
    }

    static WireBuffer helloBytes(String user, String password) {
        return helloBytes(Revisions.SERVER, user, password);
    }

    static WireBuffer helloBytes(int revision, String user, String password) {
        WireBuffer out = new WireBuffer();
        out.writeVarint(ClientPacket.HELLO);
        out.writeText("test");
        out.writeVarint(1);
        out.writeVarint(1);
        out.writeVarint(revision);
        out.writeText("default");
        out.writeText(user);
        out.writeText(password);
        return out;
    }

    static WireBuffer queryBytes(String id, String sql, Map<String, String> settings, boolean compressed) {
        WireBuffer out = new WireBuffer();
        out.writeVarint(ClientPacket.QUERY);
        out.writeText(id);
        clientInfo(out);
        settings.forEach((name, value) -> {
            out.writeText(name);
            out.writeVarint(1);
            out.writeText(value);
        });
        out.writeText("");
        out.writeText("");
        out.writeVarint(2);
        out.writeVarint(compressed ? 1 : 0);
        out.writeText(sql);
        return out;
    }

    private static void clientInfo(WireBuffer out) {
        out.writeByte(1);
        out.writeText("");
        out.writeText("");
        out.writeText("0.0.0.0:0");
        out.writeLong(0);
        out.writeByte(1);
        out.writeText("");
        out.writeText("host");
        out.writeText("test");
        out.writeVarint(1);
        out.writeVarint(1);
        out.writeVarint(Revisions.SERVER);
        out.writeText("");
        out.writeVarint(0);
        out.writeVarint(0);
        out.writeByte(0);
        out.writeVarint(0);
        out.writeVarint(0);
        out.writeVarint(0);
    }

    static WireBuffer dataBytes(RowBatch batch, boolean compressed) {
        WireBuffer out = new WireBuffer();
        out.writeVarint(ClientPacket.DATA);
        out.writeText("");
        WireBuffer block = new WireBuffer();
        BlockWriter.write(batch.schema(), batch, block);
        if (compressed) {
            Frames.write(block, out);
        } else {
            out.writeBytes(block.bytes(), 0, block.size());
        }
        return out;
    }

    void send(WireBuffer bytes) throws IOException {
        socket.getOutputStream().write(bytes.bytes(), 0, bytes.size());
    }

    void send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void query(String sql) throws IOException {
        query("", sql, Map.of(), false);
    }

    void query(String id, String sql, Map<String, String> settings, boolean packed) throws IOException {
        compressed = packed;
        send(queryBytes(id, sql, settings, packed));
        data(new RowBatch(new Schema(List.of()), 0));
    }

    void data(RowBatch batch) throws IOException {
        send(dataBytes(batch, compressed));
    }

    /** All packets of a query up to its end or its exception, without progress and profile. */
    List<Packet> answer() throws IOException {
        List<Packet> packets = new ArrayList<>();
        while (true) {
            Packet packet = read();
            if (packet.type() != ServerPacket.PROGRESS && packet.type() != ServerPacket.PROFILE_INFO) {
                packets.add(packet);
            }
            if (packet.type() == ServerPacket.END_OF_STREAM || packet.type() == ServerPacket.EXCEPTION) {
                return packets;
            }
        }
    }

    /** The packet that ends a query; everything before it is read and forgotten. */
    Packet last() throws IOException {
        while (true) {
            Packet packet = read();
            if (packet.type() == ServerPacket.END_OF_STREAM || packet.type() == ServerPacket.EXCEPTION) {
                return packet;
            }
        }
    }

    /** The next packet with rows. */
    RowBatch rows() throws IOException {
        while (true) {
            Packet packet = read();
            RowBatch block = packet.block();
            if (block != null && block.size() > 0) {
                return block;
            }
            if (packet.type() == ServerPacket.EXCEPTION || packet.type() == ServerPacket.END_OF_STREAM) {
                throw new AssertionError("no rows but " + packet);
            }
        }
    }

    Packet read() throws IOException {
        int type = (int) in.readVarint();
        switch (type) {
            case ServerPacket.HELLO -> {
                text();
                in.readVarint();
                in.readVarint();
                in.readVarint();
                text();
                text();
                in.readVarint();
            }
            case ServerPacket.DATA -> {
                text();
                frames.begin();
                RowBatch block = BlockReader.read(compressed ? frames : in, WireLimits.defaults());
                return new Packet(type, block, 0, "");
            }
            case ServerPacket.EXCEPTION -> {
                int code = in.readInt();
                text();
                String message = text();
                text();
                in.readByte();
                return new Packet(type, null, code, message);
            }
            case ServerPacket.PROGRESS -> varints(5);
            case ServerPacket.PROFILE_INFO -> {
                varints(3);
                in.readByte();
                in.readVarint();
                in.readByte();
            }
            case ServerPacket.PONG, ServerPacket.END_OF_STREAM -> {
                // nothing more
            }
            default -> throw new AssertionError("packet " + type);
        }
        return new Packet(type, null, 0, "");
    }

    private void varints(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            in.readVarint();
        }
    }

    private String text() throws IOException {
        return in.readText(1 << 20, "text");
    }

    /** True when the server has closed the connection, or does so soon. */
    boolean isClosedByServer() throws IOException {
        try {
            while (!in.ended()) {
                in.readByte();
            }
            return true;
        } catch (EOFException _) {
            return true;
        } catch (java.net.SocketTimeoutException _) {
            return false;
        } catch (java.net.SocketException _) {
            return true;
        }
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
