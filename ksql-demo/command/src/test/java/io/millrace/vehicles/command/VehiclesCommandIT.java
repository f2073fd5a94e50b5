package io.millrace.vehicles.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.command.Lifetime;
import io.millrace.connector.embedded.EmbeddedMqttBroker;
import io.millrace.connector.mqtt.MqttConnection;
import io.millrace.connector.mqtt.MqttQuality;
import io.millrace.connector.mqtt.MqttSource;
import io.millrace.connector.mqtt.MqttSourceSettings;
import io.millrace.core.Poll;
import io.millrace.core.Record;
import io.millrace.core.time.Ticker;
import io.millrace.vehicles.hfp.HfpParser;
import io.millrace.vehicles.hfp.Region;
import io.millrace.vehicles.hfp.VehicleKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class VehiclesCommandIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine program = VehiclesCommand.commandLine(new Lifetime(Duration.ofSeconds(15)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return program.execute(arguments);
    }

    private static List<Record<byte[]>> received(MqttSource<byte[]> source) throws InterruptedException {
        List<Record<byte[]>> all = new ArrayList<>();
        while (source.poll(Duration.ofSeconds(1)) instanceof Poll.Batch<byte[]> batch) {
            all.addAll(batch.records());
            batch.ack().commit();
        }
        return all;
    }

    private static MqttSource<byte[]> subscriber(EmbeddedMqttBroker broker) {
        return MqttSource.bytes(
                MqttSourceSettings.of(MqttConnection.of(broker.address(), "subscriber"), "/hfp/v2/#")
                        .with(MqttQuality.AT_LEAST_ONCE, true),
                Ticker.SYSTEM);
    }

    @Test
    void sendsAFleetToABroker() throws Exception {
        try (EmbeddedMqttBroker broker = EmbeddedMqttBroker.start();
                MqttSource<byte[]> source = subscriber(broker)) {
            source.open();
            assertThat(run(
                            "fleet",
                            "--broker",
                            broker.address(),
                            "--vehicles",
                            "20",
                            "--seconds",
                            "5",
                            "--speed",
                            "0",
                            "--qos",
                            "1",
                            "--duplicates",
                            "0",
                            "--late",
                            "0"))
                    .as(err::toString)
                    .isZero();
            HfpParser parser = new HfpParser(Region.FINLAND);
            Set<VehicleKey> vehicles = new HashSet<>();
            List<Record<byte[]>> messages = received(source);
            messages.forEach(message -> vehicles.add(
                    parser.parse(String.valueOf(message.key()), message.value()).vehicle()));
            assertThat(vehicles).hasSize(20);
            assertThat(messages.size()).isBetween(100, 200);
            assertThat(err.toString())
                    .contains("20 vehicles, seed 1, to " + broker.address())
                    .contains(messages.size() + " messages sent in ");
        }
    }

    @Test
    void playsDumpsToABroker(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("b.dump"), "2024-02-13T16:33:09Z /hfp/v2/third {\"a\":3}\n");
        Files.writeString(folder.resolve("a.dump"), """
                2024-02-13T16:33:00Z /hfp/v2/first one {"a":1}
                nonsense
                2024-02-13T16:33:01Z /hfp/v2/second {"a":2}
                """);
        try (EmbeddedMqttBroker broker = EmbeddedMqttBroker.start();
                MqttSource<byte[]> source = subscriber(broker)) {
            source.open();
            assertThat(run("play", "--broker", broker.address(), "--speed", "0", "--qos", "1", folder.toString()))
                    .as(err::toString)
                    .isZero();
            assertThat(received(source))
                    .extracting(Record::key)
                    .containsExactly("/hfp/v2/first one", "/hfp/v2/second", "/hfp/v2/third");
            assertThat(err.toString())
                    .contains("left out: a.dump line 2 is not of the form TIME TOPIC {PAYLOAD}")
                    .contains("3 messages sent in ")
                    .contains("1 left out");
        }
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine(@TempDir Path folder) throws Exception {
        assertThat(run()).isEqualTo(2);
        assertThat(run("fleet", "--vehicles", "0")).isEqualTo(2);
        assertThat(run("fleet", "--qos", "2")).isEqualTo(2);
        assertThat(run("fleet", "--broker", "http://x")).isEqualTo(2);
        assertThat(run("play", folder.resolve("missing").toString())).isEqualTo(1);
        Path routes = Files.writeString(folder.resolve("routes.csv"), "1;2;3\n");
        assertThat(run("fleet", "--routes", routes.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("which command? One of fleet, play")
                .contains("fleet: vehicles must be from 1 to 100000, was 0")
                .contains("fleet: --qos must be 0 or 1, was 2")
                .contains("fleet: --broker: server must be like tcp://host:1883")
                .contains("play: cannot read ")
                .contains("routes.csv line 1: expected id;label;mode;");
    }

    @Test
    void explainsItself() {
        assertThat(run("fleet", "--help")).isZero();
        assertThat(run("play", "--help")).isZero();
        assertThat(out.toString()).contains("--vehicles", "--seed", "--speed", "--late", "--max-gap", "--broker");
    }
}
