package io.millrace.ksql.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Answers HTTP/1.1 with exactly the bytes that a test gives, each piece a chunk and a packet of its own, as the REST
 * API of ksqlDB is documented to answer.
 */
final class WireServer implements AutoCloseable {

    /** A request that came: {@code POST /query} and its body. */
    record Asked(String path, String body) {}

    /**
     * What is answered.
     *
     * @param pieces chunks of the body, sent one by one
     * @param stays whether the connection stays open after them, as a push query's does
     */
    record Answer(int status, List<String> pieces, boolean stays) {}

    final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    final CountDownLatch left = new CountDownLatch(1);
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final ServerSocket server;

    WireServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    void answer(String path, int status, String... pieces) {
        answers.put(path, new Answer(status, List.of(pieces), false));
    }

    void stream(String path, String... pieces) {
        answers.put(path, new Answer(200, List.of(pieces), true));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            String request = in.readLine();
            if (request == null) {
                // a connection that was opened in advance
                return;
            }
            String path = request.substring(request.indexOf(' ') + 1, request.lastIndexOf(' '));
            int length = 0;
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            char[] body = new char[length];
            for (int read = 0; read < length; ) {
                read += in.read(body, read, length - read);
            }
            asked.add(new Asked(path, new String(body)));
            respond(socket, in, answers.getOrDefault(path, new Answer(200, List.of("{}"), false)));
        } catch (IOException _) {
            left.countDown();
        }
    }

    private void respond(Socket socket, BufferedReader in, Answer answer) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("HTTP/1.1 " + answer.status() + " told\r\nContent-Type: application/json\r\n"
                        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
                .getBytes(UTF_8));
        out.flush();
        for (String piece : answer.pieces()) {
            byte[] bytes = piece.getBytes(UTF_8);
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
            out.write(bytes);
            out.write("\r\n".getBytes(UTF_8));
            out.flush();
        }
        if (answer.stays()) {
            // -1 when the client has gone
            if (in.read() < 0) {
                left.countDown();
            }
        } else {
            out.write("0\r\n\r\n".getBytes(UTF_8));
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
