package io.millrace.mq.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.ManualTicker;
import io.millrace.core.time.Ticker;
import io.millrace.mq.frame.Frames;
import io.millrace.mq.protocol.Wire;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.statistics.NodeMeter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExtendedProtocolTest {

    private static final long SESSION = 0x0102030405060708L;
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);

    private final ManualTicker ticker = new ManualTicker();
    private final MessageQueues queues = MessageQueues.inMemory(MessageQueuesSettings.DEFAULT, ticker, NodeMeter.NONE);
    private final NodeCounters counters = new NodeCounters();
    private final byte[] reply = new byte[Frames.MAX_DATAGRAM];
    private final ExtendedProtocol protocol =
            new ExtendedProtocol(queues, NodeSettings.of(new HostPort("127.0.0.1", 0)), counters, ticker, reply);
    private long cookie = cookie();

    private byte[] send(byte[] datagram) {
        return Arrays.copyOf(reply, protocol.handle(PEER, datagram, datagram.length));
    }

    private long cookie() {
        ByteBuffer hello = ByteBuffer.allocate(Wire.HELLO_BYTES)
                .put(Wire.HELLO)
                .put(Wire.VERSION)
                .putLong(SESSION);
        return ByteBuffer.wrap(send(hello.array())).getLong(10);
    }

    private byte[] request(int correlation, int floor, byte[] commands) {
        return ByteBuffer.allocate(Wire.REQUEST_HEADER + commands.length)
                .put(Wire.REQUEST)
                .put(Wire.VERSION)
                .putLong(SESSION)
                .putLong(cookie)
                .putInt(correlation)
                .putInt(floor)
                .put(commands)
                .array();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    /** The examples of the page are commands and results in turn, of one session with one queue. */
    @Test
    void answersAsItsPageSays() throws IOException {
        String page = Files.readString(page());
        Matcher examples = Pattern.compile("```hex\\n> ([0-9a-f \\n]+?)\\n< ([0-9a-f. \\n]+?)\\n```")
                .matcher(page);
        int count = 0;
        while (examples.find()) {
            count++;
            byte[] answer = send(request(count, count, hex(examples.group(1))));
            String results = HexFormat.of().formatHex(Arrays.copyOfRange(answer, Wire.REPLY_HEADER, answer.length));
            assertThat(results)
                    .as("example %d, %s", count, examples.group(1))
                    .matches(examples.group(2).replaceAll("\\s", ""));
        }
        assertThat(count).isGreaterThanOrEqualTo(8);
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            Path above = folder.getParent();
            assertThat(above).isNotNull();
            folder = above;
        }
        return folder.resolve("docs/udp-protocol.md");
    }

    @Test
    void executesARequestOnceHoweverOftenItComes() {
        byte[] put = request(1, 1, hex("01 01 71 00 0001 0001 61"));
        byte[] first = send(put);
        assertThat(send(put)).isEqualTo(first);
        assertThat(queues.queue("q").depth()).isEqualTo(1);
        assertThat(send(request(2, 2, hex("08 01 71")))).hasSize(Wire.REPLY_HEADER + 6);
        assertThat(send(put)).as("the client has that reply").isEmpty();
        assertThat(counters.repeated.sum()).isEqualTo(2);
    }

    @Test
    void givesTheSameLeasesAgain() {
        queues.queue("q").put(NewMessage.of("a"));
        byte[] lease = request(1, 1, hex("03 01 71 0001 0100 00000000"));
        assertThat(send(lease)).isEqualTo(send(lease));
        assertThat(queues.queue("q").status().delivered()).isEqualTo(1);
    }

    @Test
    void refusesWhatIsTooFarAheadOfTheWindow() {
        assertThat(send(request(1 + Wire.WINDOW, 1, hex("08 01 71")))[14]).isEqualTo((byte) Wire.NO_WINDOW);
    }

    @Test
    void answersNoStrangerWithMoreThanItSent() {
        queues.queue("q").put(NewMessage.of("x".repeat(1_000)));
        cookie++;
        byte[] get = request(1, 1, hex("02 01 71 0001 ffff"));
        byte[] no = send(get);
        assertThat(no[0]).isEqualTo(Wire.NO);
        assertThat(no[14]).isEqualTo((byte) Wire.NO_COOKIE);
        assertThat(no.length).isLessThan(get.length);
        assertThat(queues.queue("q").depth()).isEqualTo(1);
        assertThat(send(Arrays.copyOf(new byte[] {Wire.HELLO, Wire.VERSION}, Wire.HELLO_BYTES - 1)))
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void staysWithinItsBoundsOnAnyBytes(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(80)];
            random.nextBytes(bytes);
            bytes[0] = random.nextBoolean() ? Wire.REQUEST : Wire.HELLO;
            assertThat(send(bytes).length).isLessThanOrEqualTo(bytes.length);
            // commands of one session, with a cookie, that are mostly nonsense
            byte[] commands = new byte[random.nextInt(60)];
            random.nextBytes(commands);
            if (commands.length > 3) {
                commands[0] = (byte) random.nextInt(11);
                commands[1] = 1;
                commands[2] = 'q';
            }
            assertThat(send(request(round + 1, round + 1, commands))).isNotEmpty();
        }
    }

    @Test
    void forgetsACookieAfterTwoHours() {
        ticker.advance(Duration.ofHours(1));
        assertThat(send(request(1, 1, hex("08 01 71")))[0]).isEqualTo(Wire.REPLY);
        long old = cookie;
        ticker.advance(Duration.ofHours(2));
        assertThat(cookie()).isNotEqualTo(old);
    }

    @Test
    void saysThatAPortIsInUseOrAHostUnknown() {
        QueueNode node = QueueNode.start(NodeSettings.of(new HostPort("127.0.0.1", 0)), queues, Ticker.SYSTEM);
        try (node) {
            NodeSettings same =
                    NodeSettings.of(new HostPort("127.0.0.1", node.address().getPort()));
            assertThatThrownBy(() -> QueueNode.start(same, queues, Ticker.SYSTEM))
                    .isInstanceOf(FatalException.class)
                    .hasMessageStartingWith(
                            "cannot listen on 127.0.0.1:" + node.address().getPort());
        }
        assertThatThrownBy(() -> QueueNode.start(
                        NodeSettings.of(new HostPort("no-such-host.invalid", 1)), queues, Ticker.SYSTEM))
                .isInstanceOf(FatalException.class)
                .hasMessage("cannot resolve host 'no-such-host.invalid' of no-such-host.invalid:1");
    }

    @Test
    void withholdsLargerPlainRepliesFromStrangersAndKeepsTheMessage() {
        PlainProtocol plain = new PlainProtocol(queues, counters, RareLogs.of(ticker));
        queues.defaultQueue().put(NewMessage.of("longer than the request"));
        byte[] get = Frames.encode("GET");
        assertThat(plain.handle(get, get.length, reply, get.length)).isEqualTo(PlainProtocol.WITHHELD);
        assertThat(queues.defaultQueue().depth()).isEqualTo(1);
        assertThat(plain.handle(get, get.length, reply, Frames.MAX_DATAGRAM)).isPositive();
        assertThat(new String(reply, 0, 26, UTF_8)).isEqualTo("217longer than the request");
    }

    @Test
    void knowsWhoIsNear() throws IOException {
        for (String near :
                List.of("127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.9.9", "169.254.1.1", "::1", "fd00::1")) {
            assertThat(PlainPeers.PRIVATE.allow(InetAddress.getByName(near)))
                    .as(near)
                    .isTrue();
        }
        for (String far : List.of("8.8.8.8", "172.32.0.1", "2001:db8::1")) {
            assertThat(PlainPeers.PRIVATE.allow(InetAddress.getByName(far)))
                    .as(far)
                    .isFalse();
            assertThat(PlainPeers.parse("any").allow(InetAddress.getByName(far)))
                    .as(far)
                    .isTrue();
        }
        PlainPeers list = PlainPeers.parse("10.1.0.0/16, 2001:db8::/32");
        assertThat(list.allow(InetAddress.getByName("10.1.255.1"))).isTrue();
        assertThat(list.allow(InetAddress.getByName("10.2.0.1"))).isFalse();
        assertThat(list.allow(InetAddress.getByName("2001:db8::7"))).isTrue();
        assertThatThrownBy(() -> PlainPeers.parse("everyone")).hasMessageContaining("not 'everyone'");
        assertThatThrownBy(() -> PlainPeers.parse("10.0.0.0/40")).hasMessageContaining("10.0.0.0/40");
    }
}
