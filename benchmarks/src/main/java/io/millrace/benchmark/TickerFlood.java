package io.millrace.benchmark;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * A feed that costs next to nothing: it writes tickers of 420 bytes, each with the next trade id, as fast as its client
 * reads. Frames are made once; only digits change. Runs in a process of its own and prints its port.
 */
final class TickerFlood {

    private static final int MESSAGES = 2_048;
    private static final int LENGTH = 420;
    private static final int HEADER = 4;
    private static final int DIGITS = 11;

    private final byte[] buffer = new byte[MESSAGES * (HEADER + LENGTH)];
    private final int sequenceAt;
    private final int tradeAt;
    private long next = 10_000_000_000L;

    private TickerFlood() {
        String text = ticker();
        sequenceAt = text.indexOf("\"sequence\":") + 11;
        tradeAt = text.indexOf("\"trade_id\":") + 11;
        byte[] message = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < MESSAGES; i++) {
            int at = i * (HEADER + LENGTH);
            // a whole text message, its length in two bytes (RFC 6455, section 5.2)
            buffer[at] = (byte) 0x81;
            buffer[at + 1] = 126;
            buffer[at + 2] = (byte) (LENGTH >> 8);
            buffer[at + 3] = (byte) LENGTH;
            System.arraycopy(message, 0, buffer, at + HEADER, LENGTH);
        }
    }

    private static String ticker() {
        String begin = """
                {"type":"ticker","sequence":98545870695,"product_id":"BTC-USD","price":"101496.91","open_24h":"93394.63",\
                "volume_24h":"27200.49989262","low_24h":"91178.01","high_24h":"102599.85","volume_30d":"390095.33178020",\
                "best_bid":"101496.91","best_bid_size":"0.00011127","best_ask":"101496.92","best_ask_size":"0.01060955",\
                "side":"sell","time":"2025-02-04T02:00:06.419368Z","trade_id":10000000000,"last_size":"0.0""";
        return begin + "1".repeat(LENGTH - 2 - begin.length()) + "\"}";
    }

    static void serve() throws IOException, NoSuchAlgorithmException {
        try (ServerSocket listening = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
            System.out.println(listening.getLocalPort());
            while (true) {
                try (Socket socket = listening.accept()) {
                    new TickerFlood().talk(socket);
                } catch (IOException _) {
                    // the client has left, the next may come
                }
            }
        }
    }

    private void talk(Socket socket) throws IOException, NoSuchAlgorithmException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        out.write(upgrade(in).getBytes(StandardCharsets.US_ASCII));
        skipFrame(in);
        byte[] confirmation = """
                {"type":"subscriptions","channels":[{"name":"ticker","product_ids":["BTC-USD"]},{"name":"heartbeat"}]}""".getBytes(StandardCharsets.US_ASCII);
        out.write(new byte[] {(byte) 0x81, (byte) confirmation.length});
        out.write(confirmation);
        while (true) {
            for (int i = 0; i < MESSAGES; i++) {
                int at = i * (HEADER + LENGTH) + HEADER;
                number(next, at + tradeAt);
                number(next, at + sequenceAt);
                next++;
            }
            out.write(buffer);
        }
    }

    private void number(long value, int at) {
        long rest = value;
        for (int i = DIGITS - 1; i >= 0; i--) {
            buffer[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static String upgrade(InputStream in) throws IOException, NoSuchAlgorithmException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("left");
            }
            request.append((char) next);
        }
        String key = request.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElseThrow();
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
    }

    /** The subscription, which is masked. */
    private static void skipFrame(DataInputStream in) throws IOException {
        int _ = in.read();
        int length = in.read() & 0x7f;
        in.skipNBytes(4 + (length == 126 ? in.readUnsignedShort() : length));
    }
}
