package io.millrace.benchmark;

import io.millrace.connector.embedded.EmbeddedKafka;
import io.millrace.connector.embedded.EmbeddedMqttBroker;
import io.millrace.connector.kafka.KafkaSink;
import io.millrace.connector.kafka.KafkaSinkSettings;
import io.millrace.connector.mqtt.MqttConnection;
import io.millrace.connector.mqtt.MqttProtocol;
import io.millrace.connector.mqtt.MqttQuality;
import io.millrace.connector.mqtt.MqttSource;
import io.millrace.connector.mqtt.MqttSourceSettings;
import io.millrace.core.Operator;
import io.millrace.core.flow.Overflow;
import io.millrace.core.flow.QueueSettings;
import io.millrace.core.pipeline.Pipeline;
import io.millrace.core.pipeline.PipelineEvent;
import io.millrace.core.pipeline.PipelineHandle;
import io.millrace.core.pipeline.PipelineRunner;
import io.millrace.core.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * MQTT to Kafka: our source, runner and sink, which confirm a message when Kafka has it, beside bare loops in which the
 * callback of a client hands each message to a producer and forgets it. The broker is the mosquitto of this machine, or
 * Moquette in this JVM; Kafka is in this JVM. The argument is the seconds per cell.
 */
final class VehiclesMqttBenchmark {

    private static final int ROUNDS = 2;
    private static final int WARM_UP_SECONDS = 2;

    private final EmbeddedKafka kafka;
    private final int port;
    private final boolean version5;
    private final long seconds;
    private final LongAdder received = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private int topics;

    /** One way from the broker to Kafka, running until it is closed. */
    private interface Bridge {
        Running open(int quality, String topic) throws Exception;
    }

    private VehiclesMqttBenchmark(EmbeddedKafka kafka, int port, boolean version5, long seconds) {
        this.kafka = kafka;
        this.port = port;
        this.version5 = version5;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 5;
        Path folder = Files.createTempDirectory("vehicles-mqtt");
        Path program = Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, null, Map.of())) {
            if (program == null) {
                try (EmbeddedMqttBroker broker = EmbeddedMqttBroker.start()) {
                    System.out.println("# broker: Moquette in this JVM, MQTT 3.1.1");
                    new VehiclesMqttBenchmark(kafka, broker.port(), false, seconds).run();
                }
                return;
            }
            int port = freePort();
            Process mosquitto = mosquitto(program, folder, port);
            try {
                System.out.println("# broker: " + program + ", MQTT 5 for ours, 3.1.1 for the others");
                new VehiclesMqttBenchmark(kafka, port, true, seconds).run();
            } finally {
                mosquitto.destroy();
                mosquitto.waitFor();
            }
        } finally {
            Files.deleteIfExists(folder.resolve("mosquitto.conf"));
            Files.deleteIfExists(folder);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Without its bounds on what a client may leave unconfirmed, which would decide the figures of quality 1. */
    private static Process mosquitto(Path program, Path folder, int port) throws Exception {
        Path file = Files.write(
                folder.resolve("mosquitto.conf"),
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "max_queued_messages 0",
                        "max_inflight_messages 0",
                        "set_tcp_nodelay true",
                        "log_type none"));
        Process process = new ProcessBuilder(program.toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int i = 0; i < 200; i++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return process;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        process.destroyForcibly();
        throw new IOException("mosquitto does not answer on port " + port);
    }

    private void run() throws Exception {
        for (int quality = 0; quality <= 1; quality++) {
            double bare = 0;
            double ours = 0;
            for (int round = 0; round < ROUNDS; round++) {
                bare = Math.max(bare, cell("bare loop, Vert.x client", quality, this::vertx));
                bare = Math.max(bare, cell("bare loop, Paho client", quality, this::paho));
                ours = Math.max(ours, cell("source, runner, sink", quality, this::ours));
            }
            System.out.printf("quality %d: %.2f of the fastest bare loop%n%n", quality, ours / bare);
        }
    }

    private double cell(String name, int quality, Bridge bridge) throws Exception {
        received.reset();
        stored.reset();
        String topic = "raw-" + topics++;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
        }
        try (Running _ = bridge.open(quality, topic);
                MqttLoad _ = new MqttLoad(port, quality, received::sum)) {
            while (stored.sum() == 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long before = stored.sum();
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            double rate = (stored.sum() - before) * 1e9 / (System.nanoTime() - start);
            System.out.printf("quality %d  %-26s %,10.0f messages/s in Kafka%n", quality, name, rate);
            return rate;
        }
    }

    private KafkaProducer<String, byte[]> producer() {
        Properties all = new Properties();
        all.setProperty("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
    }

    private void send(KafkaProducer<String, byte[]> producer, String topic, String key, byte[] value) {
        received.increment();
        var _ = producer.send(new ProducerRecord<>(topic, key, value), (_, failure) -> {
            if (failure == null) {
                stored.increment();
            }
        });
    }

    private Running vertx(int quality, String topic) throws Exception {
        KafkaProducer<String, byte[]> producer = producer();
        Vertx vertx = Vertx.vertx();
        // it confirms by itself
        io.vertx.mqtt.MqttClient client =
                io.vertx.mqtt.MqttClient.create(vertx, new MqttClientOptions().setClientId("bare-vertx"));
        client.publishHandler(message ->
                send(producer, topic, message.topicName(), message.payload().getBytes()));
        client.connect(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        client.subscribe("/hfp/v2/#", quality)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return closedBy(() -> {
            client.disconnect().toCompletionStage().toCompletableFuture().get();
            producer.close();
            vertx.close().toCompletionStage().toCompletableFuture().get();
        });
    }

    private Running paho(int quality, String topic) throws Exception {
        KafkaProducer<String, byte[]> producer = producer();
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, "bare-paho", new MemoryPersistence());
        client.connect(new MqttConnectOptions());
        client.subscribe("/hfp/v2/#", quality, (name, message) -> send(producer, topic, name, message.getPayload()));
        return closedBy(() -> {
            client.disconnectForcibly(0, 1_000);
            client.close(true);
            producer.close();
        });
    }

    private Running ours(int quality, String topic) {
        MqttConnection connection =
                MqttConnection.of("tcp://127.0.0.1:" + port, "ours").with(version5 ? MqttProtocol.V5 : MqttProtocol.V3);
        MqttSource<byte[]> source = MqttSource.bytes(
                MqttSourceSettings.of(connection, "/hfp/v2/#")
                        .with(quality == 0 ? MqttQuality.AT_MOST_ONCE : MqttQuality.AT_LEAST_ONCE, true)
                        .with(new QueueSettings(Overflow.BLOCK, 20_000, 2_000)),
                Ticker.SYSTEM);
        KafkaSink<byte[]> sink =
                new KafkaSink<>(KafkaSinkSettings.of(kafka.bootstrapServers(), topic), new ByteArraySerializer());
        PipelineRunner runner = new PipelineRunner(
                Ticker.SYSTEM,
                event -> {
                    switch (event) {
                        case PipelineEvent.Polled polled -> received.add(polled.records());
                        case PipelineEvent.Written written -> stored.add(written.records());
                        case PipelineEvent.StateChanged _,
                                PipelineEvent.CallFailed _,
                                PipelineEvent.Rejected _,
                                PipelineEvent.Restarting _ -> {}
                    }
                },
                new Random(1));
        PipelineHandle handle = runner.start(Pipeline.of("ours", source, Operator.identity(), sink));
        return closedBy(handle::close);
    }

    private interface Running extends AutoCloseable {
        @Override
        void close();
    }

    private interface Closing {
        void close() throws Exception;
    }

    private static Running closedBy(Closing closing) {
        return () -> {
            try {
                closing.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close", e);
            }
        };
    }
}
