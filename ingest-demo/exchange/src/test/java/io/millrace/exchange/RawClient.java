package io.millrace.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.Socket;

/** A WebSocket client that shakes hands and subscribes, and leaves the reading to others. */
final class RawClient {

    private RawClient() {}

    static void subscribe(Socket socket, String product, String channel) throws IOException {
        String text =
                "{\"type\":\"subscribe\",\"product_ids\":[\"" + product + "\"],\"channels\":[\"" + channel + "\"]}";
        String request = """
                GET / HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                """;
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(UTF_8));
        byte[] head = new byte[1];
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().contains("HTTP/1.1")) {
            if (socket.getInputStream().read(head) < 0) {
                throw new IOException("no answer");
            }
            answer.append((char) head[0]);
        }
        byte[] payload = text.getBytes(UTF_8);
        Buffer frame = Buffer.buffer().appendByte((byte) 0x81).appendByte((byte) (0x80 | payload.length));
        socket.getOutputStream().write(frame.appendInt(0).appendBytes(payload).getBytes());
        socket.getOutputStream().flush();
    }
}
