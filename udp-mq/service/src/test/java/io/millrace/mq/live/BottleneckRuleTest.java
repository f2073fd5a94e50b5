package io.millrace.mq.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BottleneckRuleTest {

    private static final LiveLatency NONE = new LiveLatency(0, 0, 0, 0, 0, 0);

    private final BottleneckRule rule = new BottleneckRule();

    @Test
    void thereIsNoneWhenNothingIsHeldUp() {
        assertThat(rule.find(List.of(worker("w", 0.79)), List.of(queue("q", "w", 899))))
                .isNull();
    }

    @Test
    void aQueueThatGrowsComesBeforeABusyWorker() {
        rule.find(List.of(), List.of(queue("a", "w", 0), queue("b", "v", 50)));
        Bottleneck found = rule.find(List.of(worker("busy", 1)), List.of(queue("a", "w", 100), queue("b", "v", 160)));

        assertThat(found).isEqualTo(new Bottleneck("b", List.of("v"), "queue b grew by 110 messages in 1 s"));
    }

    @Test
    void growthIsForgottenAfterTenSeconds() {
        rule.find(List.of(), List.of(queue("a", "w", 0)));
        for (int second = 1; second <= 10; second++) {
            assertThat(rule.find(List.of(), List.of(queue("a", "w", 500)))).isNotNull();
        }
        assertThat(rule.find(List.of(), List.of(queue("a", "w", 500)))).isNull();
    }

    @Test
    void aFullQueueComesFirst() {
        rule.find(List.of(), List.of(queue("a", "w", 0), queue("b", "v", 900)));
        Bottleneck found = rule.find(List.of(), List.of(queue("a", "w", 800), queue("b", "v", 900)));

        assertThat(found).isEqualTo(new Bottleneck("b", List.of("v"), "queue b is 90 % full"));
    }

    @Test
    void theBusiestWorkerIsOneElse() {
        Bottleneck found = rule.find(List.of(worker("w", 0.8), worker("v", 0.95)), List.of(queue("a", "w", 0)));

        assertThat(found).isEqualTo(new Bottleneck("", List.of("v"), "worker v is busy for 95 % of the time"));
    }

    private static LiveNode worker(String name, double busy) {
        return new LiveNode(name, name, "worker", "pong", "running", "", 0, 0, 0, 0, 0, busy, NONE);
    }

    private static LiveEdge queue(String name, String to, long depth) {
        return new LiveEdge(
                name, name, List.of(), List.of(to), "udp", "", "running", 1000, depth, 0, 0, 0, 0, 0, 0, 0, 0, 0, NONE);
    }
}
