package io.millrace.connector.embedded;

import io.millrace.core.failure.FatalException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster of one node in this JVM, broker and controller in one, on loopback. Topics and offsets survive a
 * restart on the same folder.
 *
 * <p><b>Threading:</b> thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private final KafkaRaftServer server;
    private final DataFolder folder;
    private final int port;
    private boolean stopped;

    private EmbeddedKafka(KafkaRaftServer server, DataFolder folder, int port) {
        this.server = server;
        this.folder = folder;
        this.port = port;
    }

    /** On any free port, with data that go when it stops. */
    public static EmbeddedKafka start() {
        return start(0, null, Map.of());
    }

    /**
     * Starts it and returns when clients can connect.
     *
     * @param port 0 for any that is free
     * @param folder for its data, made when missing; null for a temporary one
     * @param properties of Kafka's {@code server.properties}, over the defaults
     * @throws FatalException when the port is taken, or the folder cannot be used
     */
    public static EmbeddedKafka start(int port, @Nullable Path folder, Map<String, String> properties) {
        int listen = FreePort.orFree(port);
        FreePort.check("Kafka", listen);
        DataFolder data = DataFolder.of(folder, "kafka");
        try {
            Map<String, String> all = properties(listen, FreePort.orFree(0), data.path());
            all.putAll(properties);
            format(data.path());
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(all), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, data, listen);
        } catch (Exception e) {
            data.close();
            throw new FatalException("cannot start Kafka on port " + listen + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> properties(int port, int controllerPort, Path folder) {
        Map<String, String> all = new HashMap<>();
        all.put("node.id", "1");
        all.put("process.roles", "broker,controller");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        all.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("log.dirs", folder.toString());
        // one node cannot have more copies
        all.put("offsets.topic.replication.factor", "1");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("share.coordinator.state.topic.replication.factor", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        // small and quick to start: the usual 50 partitions of offsets are for many groups
        all.put("offsets.topic.num.partitions", "4");
        all.put("transaction.state.log.num.partitions", "4");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        // the usual 3 and 8 are a server's: here each thread more is one more to be woken
        int cores = Runtime.getRuntime().availableProcessors();
        all.put("num.network.threads", Integer.toString(Math.clamp(cores / 2, 1, 3)));
        all.put("num.io.threads", Integer.toString(Math.clamp(cores, 2, 8)));
        return all;
    }

    /** Gives an empty folder the identity that a node must find there. */
    private static void format(Path folder) throws Exception {
        Path identity = folder.resolve("meta.properties");
        if (Files.exists(identity)) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setIgnoreFormatted(true)
                    .setPrintStream(silent)
                    .run();
        }
        if (!Files.exists(identity)) {
            throw new IOException("the data folder " + folder + " was not formatted");
        }
    }

    /** Where clients connect: {@code 127.0.0.1:9092}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Stops it; idempotent. */
    @Override
    public synchronized void close() {
        if (!stopped) {
            stopped = true;
            server.shutdown();
            server.awaitShutdown();
            folder.close();
        }
    }
}
