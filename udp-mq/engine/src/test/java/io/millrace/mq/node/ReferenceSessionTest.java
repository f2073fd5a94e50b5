package io.millrace.mq.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.statistics.NodeMeter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worked session of the reference, on the wire. */
@Timeout(30)
final class ReferenceSessionTest {

    private final MessageQueues queues =
            MessageQueues.inMemory(MessageQueuesSettings.DEFAULT, Ticker.SYSTEM, NodeMeter.NONE);
    private QueueNode node;
    private DatagramSocket socket;

    @BeforeEach
    void start() throws IOException {
        node = QueueNode.start(NodeSettings.of(new HostPort("127.0.0.1", 0)), queues, Ticker.SYSTEM);
        socket = new DatagramSocket();
        socket.setSoTimeout(5_000);
    }

    @AfterEach
    void stop() {
        socket.close();
        node.close();
    }

    @Test
    void answersTheWorkedSessionByteForByte() throws IOException {
        assertThat(ask("14SIZE")).isEqualTo("110");
        assertThat(ask("18PUT:ping")).isEqualTo("1bPUT 4 bytes");
        assertThat(ask("14SIZE")).isEqualTo("111");
        assertThat(ask("13GET")).isEqualTo("14ping");
        assertThat(ask("13GET")).isEqualTo("10");
        assertSilent("17unknown");
    }

    @Test
    void keepsColonsAndCountsBytes() throws IOException {
        assertThat(ask("19PUT:a:b:c")).isEqualTo("1bPUT 5 bytes");
        assertThat(ask("13GET")).isEqualTo("15a:b:c");
        String text = "PUT:gr\u00fc\u00dfe";
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(ask("1" + Integer.toHexString(bytes.length) + new String(bytes, ISO_8859_1)))
                .isEqualTo("1bPUT 7 bytes");
    }

    @Test
    void storesEmptyMessages() throws IOException {
        assertThat(ask("13PUT")).isEqualTo("1bPUT 0 bytes");
        assertThat(ask("14PUT:")).isEqualTo("1bPUT 0 bytes");
        assertThat(ask("14SIZE")).isEqualTo("112");
        assertThat(ask("13GET")).isEqualTo("10");
        assertThat(ask("14SIZE")).isEqualTo("111");
    }

    @Test
    void readsUpperCaseLengthsAndWritesLowerCase() throws IOException {
        assertThat(ask("1APUT:123456")).isEqualTo("1bPUT 6 bytes");
    }

    @Test
    void isSilentOnWhatIsNoRequestAndLivesOn() throws IOException {
        for (String wrong :
                new String[] {"", "x", "13PUT:", "put", "13get", "14size", "0", "1", "PUT:x", "f", "15GET:"}) {
            assertSilent(wrong);
        }
        assertThat(ask("14SIZE")).isEqualTo("110");
        assertThat(node.status().datagramsIn()).isEqualTo(23);
        assertThat(node.status().malformed()).isEqualTo(9);
        assertThat(node.status().unknownVerbs()).isEqualTo(2);
    }

    private String ask(String request) throws IOException {
        byte[] bytes = request.getBytes(ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length, node.address()));
        return receive();
    }

    private String receive() throws IOException {
        DatagramPacket reply = new DatagramPacket(new byte[70_000], 70_000);
        socket.receive(reply);
        return new String(Arrays.copyOf(reply.getData(), reply.getLength()), ISO_8859_1);
    }

    /** Asks for the size behind it: what comes first is the answer to that. */
    private void assertSilent(String request) throws IOException {
        byte[] bytes = request.getBytes(ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length, node.address()));
        assertThat(ask("14SIZE")).as("reply to '%s'", request).isEqualTo("110");
        socket.setSoTimeout(1);
        try {
            throw new AssertionError("a second reply: " + receive());
        } catch (SocketTimeoutException _) {
            socket.setSoTimeout(5_000);
        }
    }
}
