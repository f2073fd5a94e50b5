package io.millrace.connector.proton;

import com.timeplus.serde.BinarySerializer;
import io.millrace.core.pipeline.Backoff;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer that says what a test wants, for what no real Proton does on request: half a block, a reset, silence. */
final class ScriptedProton implements AutoCloseable {

    /** What it does with one connection. */
    interface Scene {
        void play(Peer peer) throws IOException;
    }

    private final ServerSocket server;
    private final Queue<Scene> scenes = new ConcurrentLinkedQueue<>();
    final AtomicInteger connections = new AtomicInteger();

    /** Plays one scene for each connection; further connections are closed at once. */
    ScriptedProton(Scene... scenes) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.scenes.addAll(List.of(scenes));
        Thread.ofVirtual().name("scripted-proton").start(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Scene scene = scenes.poll();
                Thread.ofVirtual().start(() -> play(scene == null ? _ -> {} : scene, socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void play(Scene scene, Socket socket) {
        try (socket) {
            scene.play(new Peer(socket));
        } catch (IOException _) {
            // the test has seen enough
        }
    }

    ProtonSettings settings(OnLost onLost) {
        return settings(onLost, Duration.ofSeconds(30), 10);
    }

    ProtonSettings settings(OnLost onLost, Duration silence, int maxConnections) {
        return new ProtonSettings(
                "127.0.0.1",
                server.getLocalPort(),
                "default",
                "default",
                "open-sesame",
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                silence,
                maxConnections,
                onLost,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(20), 0),
                Duration.ofMillis(100));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's end of a connection. */
    static final class Peer {
        final Socket socket;
        private final InputStream in;
        private final PacketBytes packet = new PacketBytes();
        final BinarySerializer out = new BinarySerializer(packet, false);

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        /** Waits for what the client says next; false at its end. */
        boolean hear() throws IOException {
            return in.read(new byte[1 << 16]) > 0;
        }

        Peer greet() throws IOException {
            hear();
            out.writeVarInt(0);
            out.writeUTF8StringBinary("Scripted");
            out.writeVarInt(1);
            out.writeVarInt(1);
            out.writeVarInt(54_380);
            out.writeUTF8StringBinary("UTC");
            out.writeUTF8StringBinary("scripted");
            return send();
        }

        /** Waits for a query and answers with its only column, {@code n int64}. */
        Peer header() throws IOException {
            hear();
            return block("n", "int64", 0);
        }

        Peer rows(long... values) throws IOException {
            block("n", "int64", values.length);
            for (long value : values) {
                out.writeLong(value);
            }
            return send();
        }

        /** The begin of a block; its values are for the caller. */
        Peer block(String name, String type, int rows) throws IOException {
            return block(1, name, type, rows);
        }

        Peer block(int kind, String name, String type, int rows) throws IOException {
            out.writeVarInt(kind);
            out.writeUTF8StringBinary("");
            out.writeVarInt(0);
            out.writeVarInt(1);
            out.writeVarInt(rows);
            out.writeUTF8StringBinary(name);
            out.writeUTF8StringBinary(type);
            return rows == 0 ? send() : this;
        }

        Peer exception(int code, String text) throws IOException {
            out.writeVarInt(2);
            out.writeInt(code);
            out.writeUTF8StringBinary("DB::Exception");
            out.writeUTF8StringBinary("DB::Exception: " + text);
            out.writeUTF8StringBinary("a stack");
            out.writeByte((byte) 0);
            return send();
        }

        Peer end() throws IOException {
            out.writeVarInt(5);
            return send();
        }

        Peer send() throws IOException {
            packet.sendTo(socket.getOutputStream());
            packet.clear();
            return this;
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
