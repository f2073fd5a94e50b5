package io.millrace.mq.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.failure.FatalException;
import io.millrace.core.testkit.Eventually;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FaultProxyIT {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private DatagramSocket node;
    private DatagramSocket client;

    @BeforeEach
    void bind() throws IOException {
        node = socket();
        client = socket();
    }

    @AfterEach
    void unbind() {
        node.close();
        client.close();
    }

    @Test
    void passesBothWaysAndTellsClientsApart() throws IOException {
        try (FaultProxy proxy = proxy(FaultRates.NONE);
                DatagramSocket other = socket()) {
            send(client, "one", proxy.address());
            DatagramPacket one = receive(node);
            send(other, "two", proxy.address());
            DatagramPacket two = receive(node);
            assertThat(text(one)).isEqualTo("one");
            assertThat(text(two)).isEqualTo("two");
            assertThat(one.getSocketAddress()).isNotEqualTo(two.getSocketAddress());
            send(node, "answer two", two.getSocketAddress());
            send(node, "answer one", one.getSocketAddress());
            assertThat(text(receive(client))).isEqualTo("answer one");
            assertThat(text(receive(other))).isEqualTo("answer two");
            Eventually.until(
                    "counted",
                    () -> proxy.toTarget().passed() == 2 && proxy.toClient().passed() == 2);
        }
    }

    @Test
    void doesTheSameToTheSameDatagramsInEachRun() throws IOException {
        FaultRates rates = FaultRates.NONE.withLoss(0.2).withDuplication(0.2).withGarbling(0.2);
        List<String> first = arriving(rates);
        List<String> second = arriving(rates);
        assertThat(second).isEqualTo(first);
        assertThat(first).hasSizeBetween(150, 250);
        assertThat(first.stream().distinct().count()).isLessThan(first.size());
    }

    private List<String> arriving(FaultRates rates) throws IOException {
        try (FaultProxy proxy = FaultProxy.start(
                ANY, (InetSocketAddress) node.getLocalSocketAddress(), FaultSettings.of(rates, FaultRates.NONE, 4))) {
            List<String> arrived = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                send(client, "message " + i, proxy.address());
                int sent = i + 1;
                Eventually.until("datagram is accounted for", () -> accounted(proxy.toTarget(), sent));
            }
            FaultCounts counts = proxy.toTarget();
            for (long i = 0; i < counts.passed(); i++) {
                arrived.add(text(receive(node)));
            }
            return arrived;
        }
    }

    private static boolean accounted(FaultCounts counts, int sent) {
        return counts.received() == sent
                && counts.received() + counts.duplicated() == counts.passed() + counts.lost() + counts.refused();
    }

    @Test
    void delaysInOneDirectionOnly() throws IOException {
        FaultRates slow = FaultRates.NONE.withDelay(Duration.ofMillis(30), Duration.ofMillis(60));
        try (FaultProxy proxy = FaultProxy.start(
                ANY, (InetSocketAddress) node.getLocalSocketAddress(), FaultSettings.of(FaultRates.NONE, slow, 4))) {
            send(client, "ping", proxy.address());
            DatagramPacket ping = receive(node);
            long start = System.nanoTime();
            send(node, "pong", ping.getSocketAddress());
            assertThat(text(receive(client))).isEqualTo("pong");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(29));
            assertThat(proxy.toClient().delayed()).isEqualTo(1);
            assertThat(proxy.toTarget().delayed()).isZero();
        }
    }

    @Test
    void boundsClientsAndForgetsIdleOnes() throws IOException {
        FaultSettings settings = new FaultSettings(
                FaultRates.NONE, FaultRates.NONE, 1, Duration.ofMillis(5), 1, Duration.ofMillis(200), 10);
        try (FaultProxy proxy = FaultProxy.start(ANY, (InetSocketAddress) node.getLocalSocketAddress(), settings);
                DatagramSocket other = socket()) {
            send(client, "first", proxy.address());
            assertThat(text(receive(node))).isEqualTo("first");
            send(other, "too many", proxy.address());
            Eventually.until("refused", () -> proxy.toTarget().refused() == 1);
            Eventually.until("let in after the first was idle", () -> {
                try {
                    send(other, "again", proxy.address());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return proxy.toTarget().passed() >= 2;
            });
            assertThat(text(receive(node))).isEqualTo("again");
        }
    }

    @Test
    void livesOnWhenNobodyListensAtTheTarget() throws IOException {
        SocketAddress address = node.getLocalSocketAddress();
        try (FaultProxy proxy = proxy(FaultRates.NONE)) {
            node.close();
            for (int i = 1; i <= 5; i++) {
                send(client, "to nobody", proxy.address());
                int sent = i;
                Eventually.until("seen", () -> proxy.toTarget().received() == sent);
            }
            node = new DatagramSocket(address);
            node.setSoTimeout(20_000);
            send(client, "to somebody", proxy.address());
            send(client, "to somebody", proxy.address()); // the first may be told of the closed port
            assertThat(text(receive(node))).isEqualTo("to somebody");
        }
    }

    @Test
    void saysWhatIsWrongWithAnAddress() {
        InetSocketAddress taken = (InetSocketAddress) client.getLocalSocketAddress();
        FaultSettings settings = FaultSettings.both(FaultRates.NONE, 1);
        assertThatThrownBy(() -> FaultProxy.start(taken, taken, settings))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("cannot bind")
                .hasMessageContaining(Integer.toString(taken.getPort()));
        assertThatThrownBy(() -> FaultProxy.start(ANY, InetSocketAddress.createUnresolved("no.such.host", 1), settings))
                .isInstanceOf(FatalException.class)
                .hasMessage("cannot resolve host 'no.such.host'");
    }

    @Test
    void closesTwice() {
        FaultProxy proxy = proxy(FaultRates.NONE);
        proxy.close();
        proxy.close();
    }

    private FaultProxy proxy(FaultRates rates) {
        return FaultProxy.start(ANY, (InetSocketAddress) node.getLocalSocketAddress(), FaultSettings.both(rates, 1));
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(ANY);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(DatagramSocket from, String text, SocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1_000], 1_000);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        // garbled bytes need not be UTF-8
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }
}
