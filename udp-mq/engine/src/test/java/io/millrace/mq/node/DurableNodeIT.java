package io.millrace.mq.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.StreamException;
import io.millrace.core.net.HostPort;
import io.millrace.core.time.Ticker;
import io.millrace.mq.client.QueueClient;
import io.millrace.mq.client.QueueClientSettings;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.NewMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A node with a log, killed while clients put and acknowledge. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
final class DurableNodeIT {

    private static final String QUEUE = "default";
    private static final int BATCH = 50;
    private static final QueueClientSettings PATIENT =
            QueueClientSettings.DEFAULT.withAttempts(Duration.ofMillis(50), 12);
    private static final QueueClientSettings HASTY = QueueClientSettings.DEFAULT.withAttempts(Duration.ofMillis(20), 3);

    @TempDir
    private Path folder;

    /** Put and acknowledged, and not sure to be gone. */
    private final Set<String> stored = new HashSet<>();
    /** Leased and acknowledged, and the node said so. */
    private final Set<String> done = new HashSet<>();

    private int next;

    @Test
    void losesNoAcknowledgedMessageAndBringsNoneBackWhenItIsKilled() throws Exception {
        for (int run = 0; run < 3; run++) {
            Process process = start();
            try (BufferedReader reader = process.inputReader()) {
                HostPort server = new HostPort("127.0.0.1", Integer.parseInt(reader.readLine()));
                work(server, process);
            }
            assertThat(process.waitFor()).isEqualTo(128 + 9);
        }
        Process process = start();
        try (BufferedReader reader = process.inputReader()) {
            List<String> found = drain(new HostPort("127.0.0.1", Integer.parseInt(reader.readLine())));
            assertThat(found).as("what was acknowledged as done").doesNotContainAnyElementsOf(done);
            assertThat(found).as("what was acknowledged as stored").containsAll(stored);
            assertThat(found).doesNotHaveDuplicates();
            assertThat(stored).hasSizeGreaterThan(500);
            assertThat(done).hasSizeGreaterThan(500);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Puts and acknowledges until the node does not answer any more; kills it in the middle, from another thread. */
    private void work(HostPort server, Process process) throws InterruptedException {
        int last = next + 2_000;
        try (QueueClient client = QueueClient.open(server, HASTY, Ticker.SYSTEM)) {
            while (true) {
                if (next >= last && process.isAlive()) {
                    // while the calls below go on
                    Thread.ofVirtual().start(() -> process.toHandle().destroyForcibly());
                }
                put(client);
                acknowledge(client);
            }
        } catch (StreamException e) {
            assertThat(next).as(e.getMessage()).isGreaterThanOrEqualTo(last);
        }
    }

    private void put(QueueClient client) throws InterruptedException {
        List<String> texts = IntStream.range(next, next + BATCH)
                .mapToObj(n -> "message " + n)
                .toList();
        next += BATCH;
        client.put(QUEUE, texts.stream().map(NewMessage::of).toList());
        stored.addAll(texts);
    }

    private void acknowledge(QueueClient client) throws InterruptedException {
        List<Delivery> leased = client.lease(QUEUE, BATCH / 2, Duration.ofSeconds(30));
        List<String> texts = leased.stream().map(Delivery::text).toList();
        // from here on until the reply nobody knows
        texts.forEach(stored::remove);
        int acked = client.ack(QUEUE, leased.stream().map(Delivery::leaseId).toList());
        assertThat(acked).isEqualTo(leased.size());
        done.addAll(texts);
    }

    private static List<String> drain(HostPort server) throws InterruptedException {
        List<String> found = new ArrayList<>();
        try (QueueClient client = QueueClient.open(server, PATIENT, Ticker.SYSTEM)) {
            for (List<Delivery> some = client.get(QUEUE, 100); !some.isEmpty(); some = client.get(QUEUE, 100)) {
                some.forEach(delivery -> found.add(delivery.text()));
            }
        }
        return found;
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DurableNodeProgram.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
