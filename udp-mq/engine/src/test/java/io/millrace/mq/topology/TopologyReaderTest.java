package io.millrace.mq.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.mq.topology.EdgeSpec.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class TopologyReaderTest {

    static final List<String> SAMPLES = Samples.NAMES;

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void theSamplesAreValid(String sample) {
        Topology topology = Topology.sample(sample, Map.of("data", "/data"));
        assertThat(topology.name()).isEqualTo(sample);
        assertThat(topology.edges()).isNotEmpty();
    }

    @Test
    void everyKeyIsRead() {
        Topology topology = parse("""
                name: all
                statistics: {address: "127.0.0.1:5001", hub: "http://localhost/post", period: 2s}
                nodes:
                  in: {kind: feeder, vuid: A, files: [one, two], order: sequential, rate: 10, reliable: false}
                  work: {kind: worker, vuid: B, process: other, function: Double, guarantee: at-most-once, rate: 5}
                  out: {kind: sink, vuid: C, process: other}
                edges:
                  first:
                    {from: in, to: work, vuid: D, address: "127.0.0.1:7", queue: q, max-messages: 5, max-bytes: 200K,
                     overflow: drop-oldest, lease: 3s, max-deliveries: 2, log: "/tmp/log", initial: [x, y],
                     faults: {seed: 9, loss: 0.05, duplication: 0.1, reordering: 0.2, garbling: 0.3, delay: 4ms}}
                  second: {from: [work], to: [out]}
                """);
        assertThat(topology.statistics())
                .hasToString("StatisticsSpec[address=127.0.0.1:5001, hub=http://localhost/post, period=PT2S]");
        assertThat(topology.nodes().toString())
                .isEqualTo("[Feeder[name=in, vuid=A, process=main, files=[one, two], sequential=true, rate=10.0,"
                        + " delay=PT0S, reliable=false], Worker[name=work, vuid=B, process=other, function=Double,"
                        + " guarantee=AT_MOST_ONCE, rate=5.0], Sink[name=out, vuid=C, process=other]]");
        assertThat(topology.edges().getFirst().toString())
                .isEqualTo("EdgeSpec[name=first, vuid=D, from=[in], to=[work], transport=UDP, address=127.0.0.1:7,"
                        + " queue=QueueSpec[name=q, maxMessages=5, maxBytes=204800, overflow=drop-oldest, lease=PT3S,"
                        + " maxDeliveries=2, logFolder=/tmp/log], initial=[x, y], faults=FaultSpec[seed=9, loss=0.05,"
                        + " duplication=0.1, reordering=0.2, garbling=0.3, delay=PT0.004S]]");
        assertThat(topology.edges().getLast().transport()).isEqualTo(Transport.IN_PROCESS);
    }

    @Test
    void nodesOfDifferentProcessesAreConnectedByUdp() {
        Topology topology = parse("""
                nodes:
                  a: {kind: worker, process: one}
                  b: {kind: worker, process: two}
                edges:
                  there: {from: a, to: b}
                  back: {from: b, to: a}
                """);
        assertThat(topology.edges()).extracting(EdgeSpec::transport).containsOnly(Transport.UDP);
    }

    @Test
    void aQueueForOtherProcessesNeedsNoNodes() {
        Topology topology = parse("edges: {queue: {address: \"127.0.0.1:10000\"}}");
        assertThat(topology.nodes()).isEmpty();
        assertThat(topology.edges().getFirst().queue()).isEqualTo(QueueSpec.DEFAULT);
    }

    @Test
    void everythingWrongIsToldAtOnceWithItsPlace() {
        assertThatThrownBy(() -> parse("""
                        colour: red
                        nodes:
                          a: {kind: feeder, files: "${nowhere}/x"}
                          b: {kind: worker, function: reverse}
                          c: {kind: chimney}
                          d: {kind: sink, vuid: b}
                        edges:
                          one: {from: a, to: e}
                          two: {from: a, to: [b, b], lease: soon, overflow: explode}
                          three: {from: d, to: b, transport: udp, address: nowhere}
                          four: {from: c, max-messages: 0}
                          five: {from: b, to: d, transport: socket, address: "127.0.0.1:1"}
                          six: {from: b, to: d, transport: socket, address: "127.0.0.1:1", faults: {loss: 2}}
                        """))
                .isInstanceOf(TopologyException.class)
                .hasMessage("""
                        test.yaml:1:1: colour: unknown key; known are name, statistics, nodes, edges
                        test.yaml:3:6: nodes.a: a feeder fills exactly one edge, found 2
                        test.yaml:3:28: nodes.a.files: ${nowhere} has no value; give one with --set nowhere=... or as environment variable
                        test.yaml:4:6: nodes.b: a worker pulls from exactly one edge, found 2
                        test.yaml:4:31: nodes.b.function: there is no function 'reverse'; expected double, fixrouter, inputdoubler, marketspread, passthrough, pong, shout
                        test.yaml:5:13: nodes.c.kind: there is no kind 'chimney'; expected feeder, worker or sink
                        test.yaml:6:6: nodes.d: has the same vuid 'b' as 'b'; give it another
                        test.yaml:8:22: edges.one.to: there is no node 'e'; nodes are a, b, c, d
                        test.yaml:9:22: edges.two.to: 'b' stands twice; remove one of the two
                        test.yaml:9:37: edges.two.lease: expected a duration, for example 500ms or 10s, found 'soon'
                        test.yaml:9:53: edges.two.overflow: there is no policy 'explode'; expected block, drop-oldest, drop-newest, latest-by-key
                        test.yaml:10:17: edges.three.from: 'd' is a sink, which cannot be the 'from' of an edge
                        test.yaml:10:52: edges.three.address: expected host:port, for example 127.0.0.1:10000, found 'nowhere'
                        test.yaml:11:9: edges.four.to: is missing; without an address nobody else can empty this edge
                        test.yaml:11:33: edges.four.max-messages: expected a whole number, at least 1, found '0'
                        test.yaml:13:53: edges.six.address: 127.0.0.1:1 is already used by edge 'five'; use another port
                        test.yaml:13:83: edges.six.faults.loss: expected a number from 0 to 1, found '2'
                        """.stripTrailing());
    }

    @Test
    void whatIsNotYamlIsToldWithItsPlace() {
        assertThatThrownBy(() -> parse("nodes: [")).hasMessageStartingWith("test.yaml:1:9: not YAML: ");
        assertThatThrownBy(() -> parse(""))
                .hasMessage("test.yaml: is empty; a topology needs the keys nodes and edges");
        assertThatThrownBy(() -> parse("- a")).hasMessageContaining("expected a mapping of keys, found a list");
        assertThatThrownBy(() -> parse("name: x")).hasMessageContaining("edges: is missing or empty");
    }

    @Test
    void aFileThatIsNotThereIsTold(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");
        assertThatThrownBy(() -> Topology.read(file, Map.of())).hasMessage(file + ": does not exist");
    }

    @Test
    void variablesMayHaveADefault() {
        String text = "edges: {queue: {address: \"${host:127.0.0.1}:10000\"}}";
        assertThat(parse(text).edges().getFirst().address()).isEqualTo("127.0.0.1:10000");
        assertThat(Topology.parse("test.yaml", text, Map.of("host", "$x"))
                        .edges()
                        .getFirst()
                        .address())
                .isEqualTo("$x:10000");
    }

    private static Topology parse(String text) {
        return Topology.parse("test.yaml", text, Map.of());
    }
}
