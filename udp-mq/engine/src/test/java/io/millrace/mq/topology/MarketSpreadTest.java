package io.millrace.mq.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.core.testkit.Eventually;
import io.millrace.core.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The known answers of market-spread over the reference's data, in one process. */
final class MarketSpreadTest {

    private static final Path DATA = data();

    private static Path data() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared/data/marketspread");
    }

    @BeforeAll
    static void findData() {
        assumeTrue(Files.isDirectory(DATA), () -> "the data of the reference are not at " + DATA);
    }

    private static final String IN_PROCESS = """
            nodes:
              feeder: {kind: feeder, files: [%s], order: sequential}
              worker: {kind: worker, function: marketspread}
              sink: {kind: sink}
            edges:
              queue: {from: feeder, to: worker}
              results: {from: worker, to: sink}
            """;

    private static final String UDP = """
            nodes:
              feeder: {kind: feeder, files: [%s], order: sequential}
              worker: {kind: worker, function: marketspread}
              sink: {kind: sink}
            edges:
              queue: {from: feeder, to: worker, transport: udp}
              results: {from: worker, to: sink, transport: udp}
            """;

    private static final String FAULTY = """
            nodes:
              feeder: {kind: feeder, files: [%s], order: sequential}
              worker: {kind: worker, function: marketspread}
              sink: {kind: sink}
            edges:
              queue: {from: feeder, to: worker, transport: udp, faults: {seed: 4, loss: 0.05, duplication: 0.05, reordering: 0.05}}
              results: {from: worker, to: sink, transport: udp, faults: {seed: 5, loss: 0.05, duplication: 0.05, reordering: 0.05}}
            """;

    @ParameterizedTest
    @CsvSource({
        "'1000nbbo.msg 10000trades.msg', 8891, 1109",
        "'100nbbo.msg 1000trades.msg', 212, 788",
        "'small-nbbo.msg small-trades.msg', 3, 0",
        "'repeat_order.msg', 1, 1"
    })
    void theKnownAnswersComeOutInProcess(String files, long accepted, long rejected) {
        check(topology(IN_PROCESS, files), accepted, rejected);
    }

    @ParameterizedTest
    @CsvSource({"'1000nbbo.msg 10000trades.msg', 8891, 1109", "'repeat_order.msg', 1, 1"})
    void theKnownAnswersComeOutOverUdp(String files, long accepted, long rejected) {
        check(topology(UDP, files), accepted, rejected);
    }

    @Test
    void theKnownAnswersComeOutUnderLossDuplicationAndReordering() {
        TopologyRun run = check(topology(FAULTY, "1000nbbo.msg 10000trades.msg"), 8891, 1109);
        assertThat(run.edges()).extracting(EdgeStatus::dead).containsOnly(0L);
    }

    @Test
    void theKnownAnswersComeOutOfATreeWithTwoRoutersAndTwoWorkers() {
        TopologyRun run = check(Topology.sample("tree", Map.of("data", DATA.toString())), 212, 788);
        assertThat(run.nodes())
                .filteredOn(node -> node.function().equals("marketspread"))
                .extracting(node -> node.statistics().in())
                .as("both workers have a part of the symbols")
                .allMatch(messages -> messages > 100)
                .satisfies(parts -> assertThat(
                                parts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(1100));
    }

    @Test
    void aRepeatedOrderIsToldAsOne() {
        TopologyRun run = check(topology(IN_PROCESS, "repeat_order.msg"), 1, 1);
        assertThat(run.orders().lastRejected()).singleElement().satisfies(order -> {
            assertThat(order.client()).isEqualTo("CLIENT57");
            assertThat(order.symbol()).isEqualTo("BTU");
            assertThat(order.reason()).isEqualTo("Order already exists");
        });
        assertThat(run.orders().clients()).containsExactly(new ClientOrders("CLIENT57", 1, 1));
    }

    private static Topology topology(String text, String files) {
        List<String> paths = List.of(files.split(" ")).stream()
                .map(file -> DATA.resolve(file).toString())
                .toList();
        return Topology.parse("market.yaml", text.formatted(String.join(", ", paths)), Map.of());
    }

    private static TopologyRun check(Topology topology, long accepted, long rejected) {
        try (TopologyRun run = TopologyRun.start(topology, Ticker.SYSTEM)) {
            Eventually.until(
                    "all orders arrive",
                    Duration.ofSeconds(60),
                    () -> run.finished()
                            && run.orders().accepted() + run.orders().rejected() >= accepted + rejected);
            OrderReport orders = run.orders();
            assertThat(orders.accepted()).isEqualTo(accepted);
            assertThat(orders.rejected()).isEqualTo(rejected);
            assertThat(run.nodes()).allSatisfy(node -> {
                assertThat(node.rejected()).isZero();
                assertThat(node.state()).isIn("running", "stopped");
            });
            return run;
        }
    }
}
