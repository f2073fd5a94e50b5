package io.millrace.connector.proton;

import com.timeplus.client.NativeContext.ClientContext;
import com.timeplus.protocol.HelloRequest;
import com.timeplus.protocol.HelloResponse;
import com.timeplus.protocol.ProfileInfoResponse;
import com.timeplus.protocol.ProgressResponse;
import com.timeplus.protocol.QueryRequest;
import com.timeplus.protocol.Request;
import com.timeplus.serde.BinaryDeserializer;
import com.timeplus.serde.BinarySerializer;
import com.timeplus.settings.TimeplusDefines;
import io.millrace.core.failure.FatalException;
import io.millrace.core.failure.StreamException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * One connection to Proton's native protocol, with one query at a time. Packets are the driver's; blocks are read into
 * vectors.
 *
 * <p><b>Threading:</b> not thread-safe, but {@link #cancel} and {@link #close} are for any thread.
 *
 * <p><b>Failure:</b> {@code IOException} when the connection is of no more use, {@code StreamException} for what the
 * server answers.
 */
final class ProtonConnection implements AutoCloseable {

    private static final int HELLO = 0;
    private static final int DATA = 1;
    private static final int EXCEPTION = 2;
    private static final int PROGRESS = 3;
    private static final int PONG = 4;
    private static final int END_OF_STREAM = 5;
    private static final int PROFILE_INFO = 6;
    private static final int TOTALS = 7;
    private static final int EXTREMES = 8;
    private static final int CANCEL = 3;

    private static final int GOODBYE_MILLIS = 1_000;

    private final String address;
    private final Socket socket;
    private final WireReader reader;
    private final BinaryDeserializer packets;
    private final Blocks blocks;

    private ProtonConnection(String address, Socket socket) throws IOException {
        this.address = address;
        this.socket = socket;
        this.reader = new WireReader(socket.getInputStream());
        this.packets = new BinaryDeserializer(reader, false);
        this.blocks = new Blocks(reader, packets);
    }

    /**
     * Connects and greets.
     *
     * @throws IOException when nobody answers
     * @throws FatalException when the answer is no, or is not Proton's
     */
    static ProtonConnection open(ProtonSettings settings) throws IOException {
        Socket socket = new Socket();
        boolean greeted = false;
        try {
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            int timeout = millis(settings.connectTimeout());
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), timeout);
            socket.setSoTimeout(timeout);
            ProtonConnection connection = new ProtonConnection(settings.address(), socket);
            connection.greet(settings);
            greeted = true;
            return connection;
        } finally {
            if (!greeted) {
                socket.close();
            }
        }
    }

    private void greet(ProtonSettings settings) throws IOException {
        send(new HelloRequest(
                "millrace",
                TimeplusDefines.CLIENT_REVISION,
                settings.database(),
                settings.user(),
                settings.password()));
        int packet = reader.readBinary();
        switch (packet) {
            case HELLO -> HelloResponse.readFrom(packets);
            case EXCEPTION -> throw exception();
            default ->
                throw new FatalException("what answers at " + address + " does not speak Proton's native protocol;"
                        + " its port is 8463 unless configured otherwise");
        }
    }

    /**
     * Sends a statement.
     *
     * @param silence longest time without any answer; zero for however long
     */
    void query(String id, String sql, Duration silence) throws IOException {
        blocks.reset();
        socket.setSoTimeout(millis(silence));
        ClientContext client = new ClientContext("[::ffff:127.0.0.1]:0", "millrace", "millrace");
        send(new QueryRequest(id, client, QueryRequest.STAGE_COMPLETE, false, sql, Map.of()));
    }

    /** Waits for the next answer to the statement. */
    Answer next() throws IOException {
        while (true) {
            int packet = packet();
            switch (packet) {
                case DATA -> {
                    return blocks.next();
                }
                case EXCEPTION -> throw exception();
                case PROGRESS -> {
                    ProgressResponse.readFrom(packets);
                    return new Answer.Progress();
                }
                case END_OF_STREAM -> {
                    return new Answer.End();
                }
                case PROFILE_INFO -> ProfileInfoResponse.readFrom(packets);
                case TOTALS, EXTREMES -> blocks.skip();
                case PONG -> {}
                default -> throw new IOException("packet of unknown kind " + packet);
            }
        }
    }

    private int packet() throws IOException {
        try {
            return reader.readBinary();
        } catch (SocketTimeoutException _) {
            throw new IOException("no sign of life for " + Duration.ofMillis(socket.getSoTimeout()));
        }
    }

    private StreamException exception() throws IOException {
        int code = packets.readInt();
        reader.text();
        String text = reader.text();
        reader.text();
        reader.readBinary();
        if (code == ServerErrors.CANCELLED) {
            awaitGoodbye();
        }
        return ServerErrors.of(code, text, address);
    }

    /** Tells a query that someone ended from a server that ends: that one hangs up right after. */
    private void awaitGoodbye() throws IOException {
        socket.setSoTimeout(GOODBYE_MILLIS);
        try {
            reader.readBinary();
        } catch (SocketTimeoutException _) {
            // it is still there
        }
    }

    /** Asks the server to end the running query. */
    void cancel() throws IOException {
        socket.getOutputStream().write(CANCEL);
    }

    /** Cuts the connection; whoever waits for an answer gets an {@code IOException}. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // it is of no more use either way
        }
    }

    private void send(Request request) throws IOException {
        PacketBytes packet = new PacketBytes();
        try {
            request.writeTo(new BinarySerializer(packet, false));
        } catch (SQLException e) {
            throw new IOException("cannot write a packet: " + e.getMessage(), e);
        }
        packet.sendTo(socket.getOutputStream());
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }
}
