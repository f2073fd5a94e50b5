package io.millrace.mq.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.CollectingSink;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.mq.frame.Frames;
import io.millrace.mq.function.Functions;
import io.millrace.mq.statistics.NodeStatistics;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Workers against a queue that knows the reference's three commands and nothing else. */
final class RemoteWorkerTest {

    /** PUT, GET and SIZE as the reference answers them; every tenth answer to a GET of an empty queue is lost. */
    private static final class ReferenceQueue implements AutoCloseable {

        private final DatagramSocket socket;
        private final ConcurrentLinkedQueue<String> messages = new ConcurrentLinkedQueue<>();
        private final AtomicInteger lost = new AtomicInteger();

        ReferenceQueue() throws IOException {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::serve);
        }

        HostPort address() {
            return new HostPort("127.0.0.1", socket.getLocalPort());
        }

        private void serve() {
            DatagramPacket packet = new DatagramPacket(new byte[65_507], 65_507);
            try {
                while (true) {
                    packet.setLength(65_507);
                    socket.receive(packet);
                    byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                    int header = Frames.header(bytes, 0, bytes.length);
                    if (header > 0) {
                        answer(new String(bytes, header, bytes.length - header, UTF_8), packet);
                    }
                }
            } catch (IOException e) {
                // closed
                return;
            }
        }

        private void answer(String command, DatagramPacket to) throws IOException {
            String reply;
            if (command.startsWith("PUT:")) {
                messages.add(command.substring(4));
                reply = "PUT " + (command.length() - 4) + " bytes";
            } else if (command.equals("GET")) {
                String message = messages.poll();
                if (message == null && lost.getAndIncrement() % 10 == 0) {
                    return;
                }
                reply = message == null ? "" : message;
            } else {
                return;
            }
            byte[] frame = Frames.encode(reply);
            socket.send(new DatagramPacket(frame, frame.length, to.getSocketAddress()));
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "EXTENDED")
    void aWorkerServesAQueueOfTheReferenceAndNeverBlocksOnALostDatagram(Protocol protocol) throws IOException {
        try (ReferenceQueue in = new ReferenceQueue();
                ReferenceQueue out = new ReferenceQueue();
                Worker worker = worker(in, out, protocol)) {
            for (int i = 0; i < 100; i++) {
                in.messages.add(Integer.toString(i));
            }
            Eventually.until("the first hundred", () -> out.messages.size() == 100);
            Eventually.until("answers are lost", () -> in.lost.get() > 3);
            in.messages.add("100");
            Eventually.until("it goes on", () -> out.messages.size() == 101);
            assertThat(List.copyOf(out.messages)).startsWith("0", "2", "4").endsWith("200");
            assertThat(worker.refused()).isZero();
        }
    }

    private static Worker worker(ReferenceQueue in, ReferenceQueue out, Protocol protocol) {
        return Worker.start(
                new Worker.Parts(
                        "remote",
                        new RemoteQueue(in.address(), "default", protocol, Ticker.SYSTEM).source(),
                        Functions.find("double").orElseThrow(),
                        List.of(new RemoteQueue(out.address(), "default", protocol, Ticker.SYSTEM).sink()),
                        null,
                        new NodeStatistics("Double", "D", Ticker.SYSTEM),
                        0),
                Ticker.SYSTEM);
    }

    @Test
    void aQueueThatIsNotThereIsTriedAgain() throws IOException {
        HostPort nowhere;
        try (ReferenceQueue gone = new ReferenceQueue()) {
            nowhere = gone.address();
        }
        try (Worker worker = Worker.start(
                new Worker.Parts(
                        "waiting",
                        new RemoteQueue(nowhere, "default", Protocol.EXTENDED, Ticker.SYSTEM).source(),
                        Functions.find("pong").orElseThrow(),
                        List.of(new CollectingSink<>()),
                        null,
                        new NodeStatistics("Pong", "P", Ticker.SYSTEM),
                        0),
                Ticker.SYSTEM)) {
            Eventually.until(
                    "it waits",
                    () -> !worker.state().text().equals("failed")
                            && worker.state().text().equals("backing-off"));
        }
    }
}
