package io.millrace.mq.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FlowTest {

    private static final long HOLD = 1_000;

    private final FaultMeter meter = new FaultMeter();
    private final HeldDatagrams holding = new HeldDatagrams(10);
    private final List<String> sent = new ArrayList<>();

    @Test
    void passesEverythingInOrderWithoutFaults() {
        Flow flow = flow(FaultRates.NONE);
        accept(flow, "a", "b", "c");
        assertThat(sent).containsExactly("a", "b", "c");
        assertThat(meter.counts()).isEqualTo(new FaultCounts(3, 3, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void losesAndDoubles() {
        Flow losing = flow(FaultRates.NONE.withLoss(1));
        accept(losing, "a", "b");
        assertThat(sent).isEmpty();
        Flow doubling = flow(FaultRates.NONE.withDuplication(1));
        accept(doubling, "a", "b");
        assertThat(sent).containsExactly("a", "a", "b", "b");
        assertThat(meter.counts()).isEqualTo(new FaultCounts(4, 4, 2, 2, 0, 0, 0, 0));
    }

    @Test
    void holdsAReorderedOneUntilALaterOneHasPassed() {
        FaultRates rates = FaultRates.NONE.withReordering(0.5);
        Flow flow = flow(rates);
        List<String> expected = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        FaultPlan plan = new FaultPlan(rates, 1);
        for (int i = 0; i < 8; i++) {
            accept(flow, Integer.toString(i));
            if (plan.fault(i).reordered()) {
                waiting.add(Integer.toString(i));
            } else {
                expected.add(Integer.toString(i));
                expected.addAll(waiting);
                waiting.clear();
            }
            assertThat(sent).isEqualTo(expected);
        }
        assertThat(expected).isNotEqualTo(expected.stream().sorted().toList());
        holding.release(HOLD);
        expected.addAll(waiting);
        assertThat(sent).isEqualTo(expected);
    }

    @Test
    void sendsAReorderedOneAfterTheHoldWhenNoneFollows() {
        Flow flow = flow(FaultRates.NONE.withReordering(1));
        accept(flow, "a");
        holding.release(HOLD - 1);
        assertThat(sent).isEmpty();
        holding.release(HOLD);
        assertThat(sent).containsExactly("a");
        assertThat(holding.waitMillis(HOLD)).isEqualTo(-1);
    }

    @Test
    void delaysByTheTimeThatWasDrawn() {
        FaultRates rates = FaultRates.NONE.withDelay(Duration.ofMillis(1), Duration.ofMillis(9));
        Flow flow = flow(rates);
        accept(flow, "a");
        long delay = new FaultPlan(rates, 1).fault(0).delayNanos();
        assertThat(holding.waitMillis(0)).isEqualTo(Math.ceilDiv(delay, 1_000_000L));
        holding.release(delay - 1);
        assertThat(sent).isEmpty();
        holding.release(delay);
        assertThat(sent).containsExactly("a");
    }

    @Test
    void refusesWhatDoesNotFitAndCountsIt() {
        Flow flow = flow(FaultRates.NONE.withDelay(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        for (int i = 0; i < 15; i++) {
            accept(flow, "x");
        }
        holding.release(Long.MAX_VALUE / 2);
        assertThat(sent).hasSize(10);
        assertThat(meter.counts()).isEqualTo(new FaultCounts(15, 10, 0, 0, 0, 15, 0, 5));
    }

    @Test
    void goesOnWhenTheSystemRefuses() {
        Flow flow = new Flow(new FaultPlan(FaultRates.NONE, 1), meter, holding, HOLD, datagram -> {
            throw new IOException("network is unreachable");
        });
        accept(flow, "a", "b");
        assertThat(meter.counts()).isEqualTo(new FaultCounts(2, 0, 0, 0, 0, 0, 0, 2));
    }

    private Flow flow(FaultRates rates) {
        return new Flow(
                new FaultPlan(rates, 1),
                meter,
                holding,
                HOLD,
                datagram -> sent.add(
                        StandardCharsets.UTF_8.decode(datagram.duplicate()).toString()));
    }

    private static void accept(Flow flow, String... datagrams) {
        for (String datagram : datagrams) {
            flow.accept(ByteBuffer.wrap(datagram.getBytes(StandardCharsets.UTF_8)), 0);
        }
    }
}
