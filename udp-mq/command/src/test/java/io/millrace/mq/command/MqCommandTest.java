package io.millrace.mq.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.command.Lifetime;
import io.millrace.core.net.HostPort;
import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import io.millrace.mq.node.NodeSettings;
import io.millrace.mq.node.QueueNode;
import io.millrace.mq.queue.Delivery;
import io.millrace.mq.queue.MessageQueue;
import io.millrace.mq.queue.MessageQueues;
import io.millrace.mq.queue.MessageQueuesSettings;
import io.millrace.mq.queue.NewMessage;
import io.millrace.mq.statistics.NodeMeter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MqCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Lifetime lifetime = new Lifetime(Duration.ofSeconds(15));
    private final MessageQueues queues =
            MessageQueues.inMemory(MessageQueuesSettings.DEFAULT, Ticker.SYSTEM, NodeMeter.NONE);
    private final QueueNode node = start(queues);

    private static QueueNode start(MessageQueues queues) {
        return QueueNode.start(NodeSettings.of(new HostPort("127.0.0.1", 0)), queues, Ticker.SYSTEM);
    }

    @BeforeEach
    void isUp() {
        assertThat(node.address().getPort()).isPositive();
    }

    @AfterEach
    void stop() {
        node.close();
        queues.close();
    }

    private int run(String... words) {
        CommandLine commands = MqCommand.commandLine(lifetime)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return commands.execute(words);
    }

    private String address() {
        return "127.0.0.1:" + node.address().getPort();
    }

    @Test
    void theClientPrintsTheThreeLinesOfTheReference() {
        assertThat(run("client", address(), "PUT:hello", "world")).isZero();
        assertThat(run("client", address(), "SIZE")).isZero();
        assertThat(run("client", address(), "GET")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "Data sent: 'PUT:hello world'",
                        "Data received: 'PUT 11 bytes'",
                        "Socket closed.",
                        "Data sent: 'SIZE'",
                        "Data received: '1'",
                        "Socket closed.",
                        "Data sent: 'GET'",
                        "Data received: 'hello world'",
                        "Socket closed.");
    }

    @Test
    void theClientDoesNotWaitForEver() {
        assertThat(run("client", "--timeout", "0.05", address(), "nonsense")).isEqualTo(1);
        assertThat(err.toString()).contains("client: no reply from " + address());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "mq --speed 5 | Unknown options: '--speed', '5'",
                "mq --stats-period often | 'often' is not an int",
                "mq --stats-period 0 | --stats-period must be at least 1, was 0",
                "mq --address here | an address is host:port, such as 127.0.0.1:10000, not 'here'",
                "mq --overflow explode | there is no policy 'explode' for --overflow",
                "mq --max-messages 0 | maxMessages must be at least 1, was 0",
                "mq --log-level loud | expected one of [DEBUG, INFO, WARN, ERROR]",
                "worker --function reverse | there is no function 'reverse'; expected double, fixrouter",
                "worker --output-type pigeon | expected one of [QUEUE, SOCKET]",
                "worker --output-address 127.0.0.1:1 --output-type queue --output-type socket | must be given once",
                "worker --output-type queue --output-address 127.0.0.1:1/a,b | the queue in output 127.0.0.1:1/a,b must be",
                "worker --output-type queue --protocol plain --output-address 127.0.0.1:1/a | which --protocol plain cannot",
                "feeder | Missing required option: '--path=FILE'",
                "feeder --path x --rate 5 --delay 1 | --rate does not go with --delay",
                "metrics-receiver --uri nowhere | --uri must be an address such as http://127.0.0.1:5000/",
                "topology check /nowhere.yaml | /nowhere.yaml: does not exist",
                "topology draw sample:none | there is no such sample; expected pong, tree",
                "topology | what to do? One of check, draw, commands",
                "dance | Unmatched argument at index 0: 'dance'"
            })
    void aWrongCommandLineExitsWith2AndSaysWhy(String line, String message) {
        assertThat(run(line.split(" "))).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void aPortInUseAndAnAddressThatDoesNotResolveExitWith1() {
        assertThat(run("mq", "--address", address())).isEqualTo(1);
        assertThat(err.toString())
                .contains("mq: ")
                .contains(Integer.toString(node.address().getPort()));
        assertThat(run("sink", "--address", address())).isEqualTo(1);
        assertThat(err.toString()).contains("sink: cannot bind " + address());
        assertThat(run("mq", "--address", "no-such-host.invalid:1")).isEqualTo(1);
        assertThat(err.toString()).contains("cannot resolve host 'no-such-host.invalid'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mq", "worker", "sink", "feeder", "client", "metrics-receiver", "topology"})
    void everyCommandHelps(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: mq-command " + command);
    }

    @Test
    void aWorkerFeedsANamedQueue() throws InterruptedException {
        queues.defaultQueue().put(NewMessage.of("ping"));
        Thread worker = Thread.ofVirtual()
                .start(() -> run(
                        "worker",
                        "--input-address",
                        address(),
                        "--output-address",
                        address() + "/answers",
                        "--output-type",
                        "queue",
                        "--function",
                        "pong"));
        MessageQueue answers = queues.queue("answers");
        Delivery answer = answers.get(Duration.ofSeconds(20));
        lifetime.stop();
        worker.join();
        assertThat(answer).as(err.toString()).isNotNull();
        assertThat(answer.strictText()).isEqualTo("pong");
    }

    @Test
    void aFeederEndsWithItsFiles(@TempDir Path folder) throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "\"35=S\u000155=A\u0001\"\n\n\"35=S\u000155=B\u0001\"\n");
        Path two = Files.writeString(folder.resolve("two"), "35=D");
        assertThat(run("feeder", "--address", address(), "--path", one.toString(), "--path", two.toString()))
                .as(err.toString())
                .isZero();
        List<String> messages = new ArrayList<>();
        for (var next = queues.defaultQueue().get();
                next != null;
                next = queues.defaultQueue().get()) {
            messages.add(next.strictText());
        }
        assertThat(messages).hasSize(3);
        assertThat(messages.get(0)).matches("\"35=S\u000155=A\u0001999=\\d{10}\\.\\d+\u0001\"");
        assertThat(messages.get(1)).startsWith("\"35=D\u0001999=");
        assertThat(messages.get(2)).startsWith("\"35=S\u000155=B\u0001999=");
    }

    @Test
    void aFeederNamesTheFileThatIsMissing() {
        assertThat(run("feeder", "--address", address(), "--path", "/nowhere.msg"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("feeder: cannot open /nowhere.msg: no such file");
    }

    @Test
    void aQueueStopsWhenToldTo() throws InterruptedException {
        Thread thread = Thread.ofVirtual().start(() -> run("mq", "--address", "127.0.0.1:0", "--console-log"));
        Eventually.until("the queue listens", () -> err.toString().contains("Listening on"));
        lifetime.stop();
        thread.join();
        assertThat(err.toString().lines())
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6} .+"))
                .anyMatch(line -> line.endsWith(" Stopped"));
    }

    @Test
    void anIdIsTheBase64OfSixDigits() {
        String id = StatisticsOptions.madeUp();
        assertThat(id).hasSize(8);
        assertThat(new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8))
                .matches("[1-9]\\d{5}");
    }

    @Test
    void theReferenceRunIsPrintedAsItsCommands() {
        assertThat(run("topology", "commands", "sample:market-spread-simple", "--set", "data=/data"))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                        # region reference-run
                        ./millrace metrics-receiver --address 127.0.0.1:5001 --uri http://127.0.0.1:5555/post
                        ./millrace sink --address 127.0.0.1:5000 --metrics-address 127.0.0.1:5001 --stats-period 1 --vuid MARKET_SPREAD
                        ./millrace mq --address 127.0.0.1:10000 --metrics-address 127.0.0.1:5001 --stats-period 1 --vuid NODE_1
                        ./millrace worker --input-address 127.0.0.1:10000 --output-address 127.0.0.1:5000 --output-type socket --function marketspread --metrics-address 127.0.0.1:5001 --stats-period 1 --vuid NODE_2
                        ./millrace feeder --address 127.0.0.1:10000 --path /data/1000nbbo.msg --path /data/1000trades.msg --delay 0.001 --sequential
                        # endregion
                        """.replaceAll("(?m)^# .*\\n", ""));
    }

    @Test
    void pongIsDrawn() {
        assertThat(run("topology", "draw", "sample:pong")).isZero();
        assertThat(run("topology", "draw", "sample:pong", "--format", "dot")).isZero();
        assertThat(out.toString()).isEqualTo("""
                        flowchart LR
                          n0["left<br>pong"]
                          n1["right<br>pong"]
                          q2[("to-right")]
                          q3[("to-left")]
                          n0 --> q2
                          q2 --> n1
                          n1 --> q3
                          q3 --> n0
                        digraph "pong" {
                          rankdir=LR;
                          n0 [label="left\\npong", shape=box];
                          n1 [label="right\\npong", shape=box];
                          q2 [label="to-right", shape=cylinder];
                          q3 [label="to-left", shape=cylinder];
                          n0 -> q2;
                          q2 -> n1;
                          n1 -> q3;
                          q3 -> n0;
                        }
                        """);
    }
}
